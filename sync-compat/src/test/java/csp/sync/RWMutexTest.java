// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.testkit.Worker;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import org.junit.jupiter.api.Test;

/** Who waits for whom at a reader/writer lock. */
class RWMutexTest {
  private static final Duration MOMENT = Duration.ofMillis(2);

  @Test
  void readersShareTheLock() {
    try (RWMutexProbe probe = new RWMutexProbe()) {
      probe.read.lock();
      assertThat(probe.read.tryLock()).isTrue();
      probe.workers.virtual("another", () -> probe.read.lock()).result();
      assertThat(probe.rw.readers()).isEqualTo(3);
      assertThat(probe.rw.isWriteLocked()).isFalse();
      unlock(probe.read, 3);
    }
  }

  @Test
  void writerExcludesAll() throws InterruptedException {
    try (RWMutexProbe probe = new RWMutexProbe()) {
      probe.write.lock();
      assertThat(probe.rw.isWriteLocked()).isTrue();
      assertThat(probe.rw.readers()).isZero();
      assertThat(probe.read.tryLock()).isFalse();
      assertThat(probe.read.tryLock(MOMENT)).isFalse();
      assertThat(probe.write.tryLock()).isFalse();
      assertThat(probe.write.tryLock(MOMENT)).isFalse();
      probe.write.unlock();
      assertThat(probe.rw.isWriteLocked()).isFalse();
    }
  }

  @Test
  void readerExcludesWriters() throws InterruptedException {
    try (RWMutexProbe probe = new RWMutexProbe()) {
      probe.read.lock();
      assertThat(probe.write.tryLock()).isFalse();
      assertThat(probe.write.tryLock(MOMENT)).isFalse();
      assertThat(probe.read.tryLock()).as("the writers have left no trace").isTrue();
      unlock(probe.read, 2);
    }
  }

  @Test
  void writerWaitsForAllReadersInside() {
    try (RWMutexProbe probe = new RWMutexProbe()) {
      probe.read.lock();
      probe.read.lock();
      Worker<Void> writer = probe.pendingWriter("writer");
      assertThat(probe.rw.isWriteLocked()).isFalse();

      probe.read.unlock();
      assertThat(probe.rw.isWriterPending()).isTrue();
      probe.read.unlock();
      writer.result();

      assertThat(probe.rw.isWriteLocked()).isTrue();
      probe.write.unlock();
    }
  }

  @Test
  void pendingWriterStopsNewReaders() {
    try (RWMutexProbe probe = new RWMutexProbe()) {
      probe.read.lock();
      Worker<Void> writer = probe.pendingWriter("writer");

      assertThat(probe.read.tryLock()).isFalse();
      Worker<Void> reader = probe.queueReader("reader");
      probe.read.unlock();
      writer.result();
      assertThat(reader.isDone()).isFalse();

      probe.write.unlock();
      reader.result();
      probe.read.unlock();
    }
  }

  /** The second reading lock would wait for the writer, and the writer waits for the first. */
  @Test
  void readingTwiceWaitsForOneselfWhenAWriterCameBetween() throws InterruptedException {
    try (RWMutexProbe probe = new RWMutexProbe()) {
      probe.read.lock();
      Worker<Void> writer = probe.pendingWriter("writer");
      assertThat(probe.read.tryLock(MOMENT)).isFalse();
      assertThat(writer.isDone()).isFalse();
      probe.read.unlock();
      writer.result();
      probe.write.unlock();
    }
  }

  @Test
  void thereIsNoUpgradeAndNoDowngrade() throws InterruptedException {
    try (RWMutexProbe probe = new RWMutexProbe()) {
      probe.read.lock();
      assertThat(probe.write.tryLock(MOMENT)).isFalse();
      probe.read.unlock();
      probe.write.lock();
      assertThat(probe.read.tryLock(MOMENT)).isFalse();
      probe.write.unlock();
    }
  }

  @Test
  void allQueuedReadersAreAdmittedBeforeTheNextWriter() {
    try (RWMutexProbe probe = new RWMutexProbe()) {
      probe.write.lock();
      Worker<Void> first = probe.queueReader("first reader");
      Worker<Void> next = probe.queueWriter("next writer");
      Worker<Void> second = probe.queueReader("second reader");
      Worker<Void> third = probe.queueReader("third reader");

      probe.write.unlock();

      assertThat(probe.rw.readers()).as("at once, parked or not").isEqualTo(3);
      first.result();
      second.result();
      third.result();
      probe.awaitPending();
      unlock(probe.read, 2);
      assertThat(next.isDone()).isFalse();
      probe.read.unlock();
      next.result();
      probe.write.unlock();
    }
  }

  @Test
  void writerDoesNotWaitForReadersThatCameAfterIt() {
    try (RWMutexProbe probe = new RWMutexProbe()) {
      probe.write.lock();
      Worker<Void> admitted = probe.queueReader("admitted");
      Worker<Void> writer = probe.queueWriter("writer");
      probe.write.unlock();
      admitted.result();
      probe.awaitPending();
      Worker<Void> late = probe.queueReader("late");

      probe.read.unlock();

      writer.result();
      assertThat(late.isDone()).isFalse();
      probe.write.unlock();
      late.result();
      probe.read.unlock();
    }
  }

  @Test
  void writersAreServedInTheOrderInWhichTheyCame() {
    try (RWMutexProbe probe = new RWMutexProbe()) {
      probe.write.lock();
      Worker<Void> first = probe.queueWriter("first");
      Worker<Void> second = probe.queueWriter("second");

      probe.write.unlock();
      first.result();
      assertThat(second.isDone()).isFalse();
      probe.write.unlock();
      second.result();
      probe.write.unlock();
    }
  }

  @Test
  void anyThreadMayUnlock() {
    try (RWMutexProbe probe = new RWMutexProbe()) {
      probe.read.lock();
      probe.workers.platform("another", () -> probe.read.unlock()).result();
      probe.write.lock();
      probe.workers.virtual("another", () -> probe.write.unlock()).result();
    }
  }

  /** Fails when the failed writer does not give the mutex of the writers back. */
  @Test
  void failedTryLockOfTheWriterLeavesNoTrace() {
    try (RWMutexProbe probe = new RWMutexProbe()) {
      probe.read.lock();
      assertThat(probe.write.tryLock()).isFalse();
      assertThat(probe.read.tryLock()).isTrue();
      unlock(probe.read, 2);
      assertThat(probe.write.tryLock()).isTrue();
      probe.write.unlock();
    }
  }

  @Test
  void sidesAreTheSameEveryTime() {
    RWMutex rw = new RWMutex();
    assertThat(rw.readLock()).isSameAs(rw.readLock()).isSameAs(rw.readLocker());
    assertThat(rw.writeLock()).isSameAs(rw.writeLock()).isNotSameAs(rw.readLock());
  }

  @Test
  void readersHaveNoConditions() {
    assertThatThrownBy(() -> new RWMutex().readLock().newCondition())
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("the reading side has no conditions; see Cond");
  }

  @Test
  void writersHaveConditions() {
    try (RWMutexProbe probe = new RWMutexProbe()) {
      Condition condition = probe.write.newCondition();
      Worker<Void> waiter =
          probe.workers.virtual(
              "waiter",
              () -> {
                probe.write.lock();
                condition.await();
              });
      waiter.awaitParked();
      probe.write.lock();
      condition.signal();
      assertThat(waiter.isDone()).isFalse();
      probe.write.unlock();
      waiter.result();
      assertThat(probe.rw.isWriteLocked()).isTrue();
      probe.write.unlock();
    }
  }

  @Test
  void showsItsState() {
    try (RWMutexProbe probe = new RWMutexProbe()) {
      assertThat(probe.rw.toString()).matches("rwmutex@[0-9a-f]+ \\(0 reading, open, 0 queued\\)");
      probe.read.lock();
      Worker<Void> writer = probe.pendingWriter("writer");
      Worker<Void> reader = probe.queueReader("reader");
      assertThat(probe.rw.toString()).endsWith(" (1 reading, shut, 1 queued)");
      assertThat(probe.read).hasToString("reading side of " + probe.rw);
      assertThat(probe.write).hasToString("writing side of " + probe.rw);
      probe.read.unlock();
      writer.result();
      probe.write.unlock();
      reader.result();
      probe.read.unlock();
    }
  }

  private static void unlock(Locker lock, int times) {
    for (int i = 0; i < times; i++) {
      lock.unlock();
    }
  }
}
