// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The workload that {@link SubmissionPublisher} can do. It calls its subscribers where the others
 * take, on tasks that it starts when there is something to tell: on virtual threads, as all others
 * run. Elements, capacity and threads are those of {@link Workloads}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FlowWorkloads {
  private static final Executor EACH_ON_A_THREAD = Thread::startVirtualThread;

  /** The one there is. */
  @Param("JDK")
  public String library;

  /** How many elements it holds for each subscriber. */
  @Param("1024")
  public int capacity;

  /** How many subscribers there are; each sees all elements. */
  @Param("1")
  public int threads;

  /** See {@link Cell}. */
  @Param("1")
  public int elements;

  /** One producer, and consumers that all see each element. */
  @Benchmark
  public void bcast() throws InterruptedException {
    SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>(EACH_ON_A_THREAD, capacity);
    int count = elements;
    int consumers = threads;
    Crew crew = new Crew(consumers + 1);
    for (int i = 0; i < consumers; i++) {
      Consumer consumer = new Consumer();
      publisher.subscribe(consumer);
      crew.start(() -> {
        consumer.ended.await();
        return consumer.sum;
      });
    }
    crew.start(() -> consumers * produce(publisher, count));
    crew.await();
  }

  private static long produce(SubmissionPublisher<Integer> publisher, int count) {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      Integer element = Workloads.ELEMENTS[i & 127];
      publisher.submit(element);
      sum += element;
    }
    publisher.close();
    return -sum;
  }

  /** Adds up what it sees. */
  private static final class Consumer implements Flow.Subscriber<Integer> {
    private final CountDownLatch ended = new CountDownLatch(1);
    private long sum;

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Integer element) {
      sum += element;
    }

    @Override
    public void onError(Throwable failure) {
      throw new AssertionError(failure);
    }

    @Override
    public void onComplete() {
      ended.countDown();
    }
  }
}
