// SPDX-License-Identifier: Apache-2.0
package csp.juc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Channel;
import csp.testkit.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A {@link ThreadPoolExecutor} whose work queue is a channel, through its whole life. */
class QueueExecutorTest {
  private final CountDownLatch gate = new CountDownLatch(1);
  private final List<ThreadPoolExecutor> started = new ArrayList<>();

  @AfterEach
  void endAll() throws InterruptedException {
    gate.countDown();
    for (ThreadPoolExecutor executor : started) {
      executor.shutdownNow();
      assertThat(executor.awaitTermination(Await.BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }

  private ThreadPoolExecutor executor(int core, int most, Channel<Runnable> channel) {
    BlockingQueue<Runnable> queue = Queues.asBlockingQueue(channel);
    ThreadPoolExecutor executor = new ThreadPoolExecutor(core, most, 1, TimeUnit.MINUTES, queue);
    started.add(executor);
    return executor;
  }

  private void block(ThreadPoolExecutor executor) {
    CountDownLatch running = new CountDownLatch(1);
    executor.execute(() -> {
      running.countDown();
      awaitGate();
    });
    Await.until(() -> running.getCount() == 0, "the thread is busy");
  }

  private void awaitGate() {
    try {
      gate.await();
    } catch (InterruptedException shutDown) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16, Integer.MAX_VALUE})
  void everySubmittedTaskRuns(int capacity) throws Exception {
    ThreadPoolExecutor executor = executor(2, 2, Channel.buffered(capacity));
    executor.setRejectedExecutionHandler(new ThreadPoolExecutor.CallerRunsPolicy());
    AtomicInteger ran = new AtomicInteger();
    List<Future<Integer>> results = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      int number = i;
      results.add(
          executor.submit(() -> {
            ran.incrementAndGet();
            return number;
          }));
    }
    for (int i = 0; i < results.size(); i++) {
      assertThat(results.get(i).get(Await.BOUND.toSeconds(), TimeUnit.SECONDS)).isEqualTo(i);
    }
    assertThat(ran).hasValue(2_000);
    executor.shutdown();
    assertThat(executor.awaitTermination(Await.BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(executor.isTerminated()).isTrue();
  }

  @Test
  void aFullQueueAddsThreadsAndThenRejects() {
    ThreadPoolExecutor executor = executor(1, 2, Channel.buffered(2));
    block(executor);
    executor.execute(() -> {});
    executor.execute(() -> {});
    assertThat(executor.getQueue()).hasSize(2);
    assertThat(executor.getQueue().remainingCapacity()).isZero();
    block(executor); // no room: a second thread
    assertThat(executor.getPoolSize()).isEqualTo(2);
    assertThatThrownBy(() -> executor.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
    gate.countDown();
    Await.until(() -> executor.getCompletedTaskCount() == 4, "all have run");
  }

  @Test
  void anUnbufferedQueueHandsOverOrAddsAThread() {
    ThreadPoolExecutor executor = executor(0, 2, Channel.unbuffered());
    block(executor);
    block(executor);
    assertThat(executor.getQueue()).isEmpty();
    assertThatThrownBy(() -> executor.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(executor.getLargestPoolSize()).isEqualTo(2);
  }

  @Test
  void shutdownRunsWhatIsQueuedAndRejectsTheRest() throws InterruptedException {
    ThreadPoolExecutor executor = executor(1, 1, Channel.named("work").unbounded());
    block(executor);
    AtomicInteger ran = new AtomicInteger();
    for (int i = 0; i < 10; i++) {
      executor.execute(ran::incrementAndGet);
    }
    executor.shutdown();
    assertThatThrownBy(() -> executor.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(executor.awaitTermination(1, TimeUnit.MILLISECONDS)).isFalse();
    gate.countDown();
    assertThat(executor.awaitTermination(Await.BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(ran).hasValue(10);
  }

  @Test
  void shutdownNowReturnsWhatIsQueuedInOrder() throws InterruptedException {
    ThreadPoolExecutor executor = executor(1, 1, Channel.buffered(8));
    block(executor);
    List<Runnable> tasks = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int number = i;
      Runnable task =
          () -> {
            throw new AssertionError("runs after shutdownNow: " + number);
          };
      tasks.add(task);
      executor.execute(task);
    }
    assertThat(executor.shutdownNow()).containsExactlyElementsOf(tasks);
    assertThat(executor.awaitTermination(Await.BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(executor.getQueue()).isEmpty();
  }

  @Test
  void idleThreadsWaitInTheQueueAndEndWithTheExecutor() throws InterruptedException {
    Channel<Runnable> channel = Channel.buffered(4);
    ThreadPoolExecutor executor = executor(2, 2, channel);
    executor.prestartAllCoreThreads();
    Await.until(() -> channel.waitingReceivers() == 2, "both wait");
    executor.shutdown();
    assertThat(executor.awaitTermination(Await.BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(channel.waitingReceivers()).isZero();
  }

  @Test
  void idleThreadsEndWhenTheirTimeIsOver() {
    ThreadPoolExecutor executor = executor(1, 1, Channel.buffered(4));
    executor.setKeepAliveTime(1, TimeUnit.MILLISECONDS);
    executor.allowCoreThreadTimeOut(true);
    executor.execute(() -> {});
    Await.until(() -> executor.getPoolSize() == 0, "the thread has ended");
    executor.execute(() -> {});
    Await.until(() -> executor.getCompletedTaskCount() == 2, "a new one has come");
  }

  @Test
  void removeAndPurgeTakeTasksOutOfTheQueue() {
    ThreadPoolExecutor executor = executor(1, 1, Channel.buffered(8));
    block(executor);
    AtomicInteger ran = new AtomicInteger();
    Runnable mine = ran::incrementAndGet;
    executor.execute(mine);
    List<Future<?>> futures = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      futures.add(executor.submit(() -> ran.addAndGet(100)));
    }
    assertThat(executor.getQueue()).hasSize(7);
    assertThat(executor.remove(mine)).isTrue();
    assertThat(executor.remove(mine)).isFalse();
    futures.get(0).cancel(false);
    futures.get(3).cancel(false);
    futures.get(5).cancel(false);
    executor.purge();
    assertThat(executor.getQueue().toArray())
        .containsExactly(futures.get(1), futures.get(2), futures.get(4));
    gate.countDown();
    Await.until(() -> executor.getQueue().isEmpty() && executor.getActiveCount() == 0, "idle");
    assertThat(ran).hasValue(300);
  }
}
