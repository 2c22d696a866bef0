// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Flow;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.ITestNGListener;
import org.testng.ITestResult;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;

/**
 * The tests of Reactive Streams 1.0.4 for the publisher of a pipeline. What they skip is listed:
 * rules that cannot be tested, which they call {@code untested}, and what is for a publisher that
 * has failed before anybody asks. A pipeline cannot have failed before: its run begins with the
 * first request. {@link PublisherTest} has the failures after it.
 */
@Timeout(180)
class ReactiveStreamsTest {
  private static final long TIMEOUT_MILLIS = 2_000; // for a loaded machine
  private static final long NO_SIGNAL_MILLIS = 40;

  private static TestEnvironment environment() {
    return new TestEnvironment(TIMEOUT_MILLIS, NO_SIGNAL_MILLIS, NO_SIGNAL_MILLIS);
  }

  /** A pipeline whose operators work in the goroutine of the run. */
  public static class PlainTck extends FlowPublisherVerification<Long> {
    public PlainTck() {
      super(environment(), 1_000);
    }

    Pipeline<Long> with(Pipeline<Long> pipeline) {
      return pipeline.map(v -> v + 1);
    }

    @Override
    public Flow.Publisher<Long> createFlowPublisher(long count) {
      Iterable<Long> numbers = () -> LongStream.range(0, count).iterator();
      return with(Pipeline.from(numbers)).toPublisher();
    }

    @Override
    public Flow.Publisher<Long> createFailedFlowPublisher() {
      return null; // there is none
    }
  }

  /** One with goroutines of its own. */
  public static class ParallelTck extends PlainTck {
    @Override
    Pipeline<Long> with(Pipeline<Long> pipeline) {
      return pipeline.buffer(2).parallel(3, v -> v + 1);
    }
  }

  @Test
  void aPipelineIsAPublisher() {
    verify(PlainTck.class);
  }

  @Test
  void aPipelineWithGoroutinesIsAPublisher() {
    verify(ParallelTck.class);
  }

  /** Each subscriber has a run of its own: what is for publishers that send all to all, passes. */
  private static void verify(Class<?> tests) {
    TestListenerAdapter results = run(tests);
    assertThat(names(results.getSkippedTests()))
        .filteredOn(name -> !name.startsWith("untested_"))
        .containsExactly(
            "optional_spec104_mustSignalOnErrorWhenFails",
            "required_spec109_mayRejectCallsToSubscribeIfPublisherIsUnableOrUnwilling"
                + "ToServeThemRejectionMustTriggerOnErrorAfterOnSubscribe");
    assertThat(results.getPassedTests()).hasSize(29);
  }

  private static TestListenerAdapter run(Class<?> tests) {
    TestListenerAdapter results = new TestListenerAdapter();
    TestNG runner = new TestNG(false);
    runner.setVerbose(0);
    runner.setTestClasses(new Class<?>[] {tests});
    runner.addListener((ITestNGListener) results);
    runner.run();
    TreeMap<String, Throwable> failed = new TreeMap<>();
    results.getFailedTests().forEach(test -> failed.put(test.getName(), test.getThrowable()));
    results
        .getConfigurationFailures()
        .forEach(test -> failed.put(test.getName(), test.getThrowable()));
    assertThat(failed).isEmpty();
    return results;
  }

  private static List<String> names(List<ITestResult> results) {
    return results.stream().map(ITestResult::getName).sorted().toList();
  }
}
