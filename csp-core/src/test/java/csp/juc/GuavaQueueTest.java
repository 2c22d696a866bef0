// SPDX-License-Identifier: Apache-2.0
package csp.juc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.common.collect.testing.QueueTestSuiteBuilder;
import com.google.common.collect.testing.TestStringQueueGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import csp.Channel;
import csp.testkit.Await;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;
import java.util.stream.Stream;
import junit.framework.TestFailure;
import junit.framework.TestResult;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A channel as a queue passes Guava's tests for queues, and serves Guava's own {@code Queues}. */
class GuavaQueueTest {
  @TestFactory
  Stream<DynamicTest> aBufferedChannelIsAQueue() {
    return tests("buffered", () -> Channel.buffered(100));
  }

  @TestFactory
  Stream<DynamicTest> anUnboundedChannelIsAQueue() {
    return tests("unbounded", () -> Channel.named("unbounded").unbounded());
  }

  private static Stream<DynamicTest> tests(String name, Supplier<Channel<String>> channels) {
    TestSuite suite =
        QueueTestSuiteBuilder.using(
                new TestStringQueueGenerator() {
                  @Override
                  protected Queue<String> create(String[] elements) {
                    Queue<String> queue = Queues.asBlockingQueue(channels.get());
                    Collections.addAll(queue, elements);
                    return queue;
                  }
                })
            .named(name)
            .withFeatures(
                CollectionFeature.GENERAL_PURPOSE,
                CollectionFeature.KNOWN_ORDER,
                CollectionSize.ANY)
            .createTestSuite();
    List<DynamicTest> tests = new ArrayList<>();
    collect(suite, tests);
    assertThat(tests).hasSizeGreaterThan(200);
    return tests.stream();
  }

  private static void collect(junit.framework.Test test, List<DynamicTest> tests) {
    if (test instanceof TestSuite suite) {
      Collections.list(suite.tests()).forEach(child -> collect(child, tests));
    } else {
      tests.add(dynamicTest(test.toString(), () -> run(test)));
    }
  }

  private static void run(junit.framework.Test test) throws Throwable {
    TestResult result = new TestResult();
    test.run(result);
    assertThat(result.runCount()).isEqualTo(1);
    for (TestFailure failure : Collections.list(result.failures())) {
      throw failure.thrownException();
    }
    for (TestFailure failure : Collections.list(result.errors())) {
      throw failure.thrownException();
    }
  }

  @Test
  void guavaDrainsABatchWithATimeLimit() throws InterruptedException {
    Channel<String> channel = Channel.buffered(4);
    BlockingQueue<String> queue = Queues.asBlockingQueue(channel);
    List<String> sink = new ArrayList<>();
    channel.sendAll(List.of("a", "b"));
    assertThat(com.google.common.collect.Queues.drain(queue, sink, 3, Duration.ofMillis(5)))
        .isEqualTo(2);
    try (Workers workers = new Workers()) {
      Worker<Integer> drain =
          workers.virtual(
              "drain",
              () ->
                  com.google.common.collect.Queues.drainUninterruptibly(
                      queue, sink, 2, Duration.ofDays(1)));
      Await.until(() -> channel.waitingReceivers() == 1, "it waits");
      drain.interrupt();
      channel.send("c");
      channel.send("d");
      assertThat(drain.result()).isEqualTo(2);
    }
    assertThat(sink).containsExactly("a", "b", "c", "d");
  }
}
