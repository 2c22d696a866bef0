// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import static org.assertj.core.api.Assertions.assertThat;

import csp.testkit.Worker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Readers and writers that give up. */
class RWMutexLeaveTest {
  private final RuntimeException why = new IllegalStateException("ended");
  private final TestCancellation cancellation = new TestCancellation();

  @Test
  void writerThatGivesUpLetsTheReadersIn() {
    try (RWMutexProbe probe = new RWMutexProbe()) {
      probe.read.lock();
      Worker<Void> writer = probe.pendingWriter("writer", () -> probe.write.lock(cancellation));
      Worker<Void> first = probe.queueReader("first");
      Worker<Void> second = probe.queueReader("second");

      cancellation.end(why);

      assertThat(writer.failure()).isSameAs(why);
      first.result();
      second.result();
      assertThat(probe.rw.readers()).isEqualTo(3);
      assertThat(probe.read.tryLock()).as("the gate is open").isTrue();
      for (int i = 0; i < 4; i++) {
        probe.read.unlock();
      }
    }
  }

  @Test
  void writerThatIsInterruptedLetsTheNextWriterTry() {
    try (RWMutexProbe probe = new RWMutexProbe()) {
      probe.read.lock();
      Worker<Void> writer = probe.pendingWriter("writer", () -> probe.write.lockInterruptibly());
      Worker<Void> next = probe.queueWriter("next");

      writer.interruptAndJoin();

      probe.awaitPending();
      assertThat(next.isDone()).isFalse();
      probe.read.unlock();
      next.result();
      probe.write.unlock();
    }
  }

  @Test
  void writerThatLeavesTheQueueOfWritersDisturbsNobody() {
    try (RWMutexProbe probe = new RWMutexProbe()) {
      probe.write.lock();
      Worker<Void> leaver = probe.queueWriter("leaver", () -> probe.write.lock(cancellation));
      Worker<Void> next = probe.queueWriter("next");
      cancellation.end(why);
      assertThat(leaver.failure()).isSameAs(why);
      assertThat(probe.rw.queuedWriters()).isEqualTo(1);
      probe.write.unlock();
      next.result();
      probe.write.unlock();
    }
  }

  @Test
  void readerThatGivesUpIsNotCounted() {
    try (RWMutexProbe probe = new RWMutexProbe()) {
      probe.write.lock();
      Worker<Void> leaver = probe.queueReader("leaver", () -> probe.read.lock(cancellation));
      Worker<Void> other = probe.queueReader("other");
      cancellation.end(why);
      assertThat(leaver.failure()).isSameAs(why);
      assertThat(probe.rw.queuedReaders()).isEqualTo(1);

      probe.write.unlock();
      other.result();

      assertThat(probe.rw.readers()).isEqualTo(1);
      probe.read.unlock();
    }
  }

  /** {@code unlock | give up}: decided, and still in the queue when the gate opens. */
  @Test
  void readerThatHasGivenUpIsPassedOver() {
    for (int i = 0; i < 100; i++) {
      TestCancellation ends = new TestCancellation();
      try (RWMutexProbe probe = new RWMutexProbe()) {
        probe.write.lock();
        Worker<Void> leaver =
            probe.queueReader("leaver", () -> probe.read.lock(ends)).awaitParked();
        Worker<Void> other = probe.queueReader("other");
        probe.rw.gate().lock();
        ends.end(why);
        Worker<Void> releaser = probe.workers.platform("releaser", () -> probe.write.unlock());
        releaser.awaitParked();
        probe.rw.gate().unlock();

        assertThat(leaver.failure()).isSameAs(why);
        releaser.result();
        other.result();
        assertThat(probe.rw.readers()).isEqualTo(1);
        probe.read.unlock();
      }
    }
  }

  /** {@code last RUnlock | give up}: whoever comes to the gate first, the lock is free after it. */
  @Test
  void writerThatHasGivenUpIsNotLetIn() {
    for (int i = 0; i < 100; i++) {
      TestCancellation ends = new TestCancellation();
      try (RWMutexProbe probe = new RWMutexProbe()) {
        probe.read.lock();
        Worker<Void> writer =
            probe.pendingWriter("writer", () -> probe.write.lock(ends)).awaitParked();
        Worker<Void> reader = probe.queueReader("reader");
        probe.rw.gate().lock();
        ends.end(why);
        Worker<Void> last = probe.workers.platform("last", () -> probe.read.unlock());
        last.awaitParked();
        probe.rw.gate().unlock();

        assertThat(writer.failure()).isSameAs(why);
        last.result();
        reader.result();
        assertThat(probe.rw.isWriteLocked()).isFalse();
        probe.read.unlock();
      }
    }
  }

  @Test
  void timeOutCoversBothWaitsOfAWriter() throws InterruptedException {
    try (RWMutexProbe probe = new RWMutexProbe()) {
      probe.read.lock();
      Worker<Void> first = probe.pendingWriter("first", () -> probe.write.lock(cancellation));
      Worker<Boolean> second =
          probe.workers.virtual("second", () -> probe.write.tryLock(Duration.ofMillis(20)));
      assertThat(second.result()).as("behind a writer").isFalse();
      cancellation.end(why);
      assertThat(first.failure()).isSameAs(why);
      assertThat(probe.write.tryLock(Duration.ofMillis(2))).as("behind a reader").isFalse();
      assertThat(probe.read.tryLock()).isTrue();
      probe.read.unlock();
      probe.read.unlock();
    }
  }
}
