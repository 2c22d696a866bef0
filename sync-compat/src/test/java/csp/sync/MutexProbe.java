// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import static org.assertj.core.api.Assertions.assertThat;

import csp.internal.park.Sema;
import csp.testkit.Await;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;

/**
 * A mutex and those who wait for it. A waiter ends when it has got the lock, which stays locked:
 * the test unlocks for it. Closing it checks that nothing is left behind.
 */
final class MutexProbe implements AutoCloseable {
  /** Longer than a waiter may lose before it starves. */
  private static final long LONG_NANOS = 1_100_000;

  final Mutex mutex = new Mutex();
  final Workers workers = new Workers();
  private final Sema sema = mutex.sema();

  /** Whose mutex is held by the test. */
  static MutexProbe locked() {
    MutexProbe probe = new MutexProbe();
    probe.mutex.lock();
    return probe;
  }

  /** Whose mutex is held by the test and starving; the one that starves is first in the queue. */
  static MutexProbe starving(Worker<?>[] first) {
    MutexProbe probe = locked();
    first[0] = probe.queue("starving");
    passLongTime();
    probe.barge();
    assertThat(probe.mutex.isStarving()).isTrue();
    return probe;
  }

  /** Starts one that locks, and returns when it is queued, too. */
  Worker<Void> queue(String name) {
    return queue(name, mutex::lock);
  }

  /** Starts one that runs {@code body}, and returns when it is queued, too. */
  Worker<Void> queue(String name, Workers.Body body) {
    int before = mutex.queued();
    Worker<Void> worker = workers.start(ThreadKind.VIRTUAL, name, body);
    awaitQueued(before + 1);
    return worker;
  }

  void awaitQueued(int count) {
    workers.until(() -> mutex.queued() == count, count + " queued at " + mutex);
  }

  /**
   * Unlocks in another thread, which cannot come to the queue before {@link #letGo}; nor can any
   * other. The lock is free when this returns.
   */
  Worker<Void> unlockHeldUp() {
    sema.lock();
    return unlockUpToTheQueue();
  }

  /** Keeps all away from the queue. */
  void holdUp() {
    sema.lock();
  }

  /** Unlocks in another thread, which is held up at the queue when this returns. */
  Worker<Void> unlockUpToTheQueue() {
    boolean handsOver = mutex.isStarving();
    Worker<Void> releaser = workers.platform("releaser", mutex::unlock);
    Await.until(
        () -> !mutex.isLocked() && (handsOver || sema.permits() == 1),
        "unlocked",
        releaser.thread());
    return releaser;
  }

  /** Lets all go to the queue again. */
  void letGo() {
    sema.unlock();
  }

  /** Unlocks, and locks again before the one that is woken can; that one is queued again then. */
  void barge() {
    int before = mutex.queued();
    Worker<Void> releaser = unlockHeldUp();
    assertThat(mutex.tryLock()).isTrue();
    letGo();
    releaser.result();
    workers.until(() -> mutex.waiters() == before && mutex.queued() == before, "queued again");
  }

  /** Lets so much time pass that who has queued before starves when it loses. */
  static void passLongTime() {
    pass(LONG_NANOS);
  }

  static void pass(long nanos) {
    long start = System.nanoTime();
    Await.until(() -> System.nanoTime() - start > nanos, "time passes");
  }

  /** Nobody waits; the test holds the lock, unlocks it, and nothing is left. */
  void unlockLast() {
    mutex.unlock();
    workers.until(mutex::isPristine, "pristine: " + mutex);
  }

  @Override
  public void close() {
    workers.close();
    sema.checkInvariants();
    assertThat(mutex.isPristine()).as("%s", mutex).isTrue();
    assertThat(mutex.tryLock()).isTrue();
    mutex.unlock();
  }
}
