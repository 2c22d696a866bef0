// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.testkit.Await;
import csp.testkit.Threads;
import csp.testkit.Worker;
import org.junit.jupiter.api.Test;

/** Unlocking what is not locked: Go's texts, and the state stays as it was. */
class RWMutexMisuseTest {
  private static void assertUnlockFails(RWMutexProbe probe) {
    assertFails(probe.write, probe.rw, "sync: Unlock of unlocked RWMutex");
  }

  private static void assertReadUnlockFails(RWMutexProbe probe) {
    assertFails(probe.read, probe.rw, "sync: RUnlock of unlocked RWMutex");
  }

  private static void assertFails(Locker side, RWMutex rw, String message) {
    String before = rw.toString();
    assertThatThrownBy(side::unlock)
        .isInstanceOf(IllegalMonitorStateException.class)
        .hasMessage(message);
    assertThat(rw).hasToString(before);
    rw.checkInvariants();
  }

  @Test
  void unlockOfAFreshOne() {
    try (RWMutexProbe probe = new RWMutexProbe()) {
      assertUnlockFails(probe);
      assertReadUnlockFails(probe);
    }
  }

  @Test
  void secondUnlock() {
    try (RWMutexProbe probe = new RWMutexProbe()) {
      probe.write.lock();
      probe.write.unlock();
      assertUnlockFails(probe);
      probe.read.lock();
      probe.read.unlock();
      assertReadUnlockFails(probe);
    }
  }

  @Test
  void unlockWhereOnlyAReaderHolds() {
    try (RWMutexProbe probe = new RWMutexProbe()) {
      probe.read.lock();
      assertUnlockFails(probe);
      probe.read.unlock();
    }
  }

  @Test
  void readUnlockWhereOnlyAWriterHolds() {
    try (RWMutexProbe probe = new RWMutexProbe()) {
      probe.write.lock();
      assertReadUnlockFails(probe);
      Worker<Void> reader = probe.queueReader("reader");
      assertReadUnlockFails(probe);
      probe.write.unlock();
      reader.result();
      probe.read.unlock();
    }
  }

  @Test
  void unlockWhereAWriterWaitsForReaders() {
    try (RWMutexProbe probe = new RWMutexProbe()) {
      probe.read.lock();
      Worker<Void> writer = probe.pendingWriter("writer");
      Worker<Void> reader = probe.queueReader("reader");
      assertUnlockFails(probe);
      assertThat(writer.isDone()).isFalse();
      probe.read.unlock();
      writer.result();
      probe.write.unlock();
      reader.result();
      probe.read.unlock();
    }
  }

  /**
   * The last reader has left, and the writer has given up but not yet opened the gate. Fails when
   * QUEUED is not set for a pending writer: the gate is opened behind its back.
   */
  @Test
  void unlockWhereAWriterGivesUp() {
    RuntimeException why = new IllegalStateException("ended");
    try (RWMutexProbe probe = new RWMutexProbe()) {
      probe.read.lock();
      TestCancellation cancellation = new TestCancellation();
      Worker<Void> writer =
          probe.pendingWriter("writer", () -> probe.write.lock(cancellation)).awaitParked();
      ReaderGate gate = probe.rw.gate();
      gate.lock();
      cancellation.end(why);
      assertThat(gate.leaveStep()).isTrue();
      Worker<Void> misuser = probe.workers.platform("misuser", () -> probe.write.unlock());
      Await.until(
          () -> misuser.isDone() || Threads.isParked(misuser.thread()),
          "held up at the gate, or through");
      assertThat(misuser.isDone()).isFalse();
      gate.unlock();

      assertThat(misuser.failure())
          .isInstanceOf(IllegalMonitorStateException.class)
          .hasMessage("sync: Unlock of unlocked RWMutex");
      assertThat(writer.failure()).isSameAs(why);
    }
  }

  /** As in Go: nobody knows who reads. It is the last of them that finds out. */
  @Test
  void surplusReadUnlockIsNotDetectedWhileOthersRead() {
    try (RWMutexProbe probe = new RWMutexProbe()) {
      probe.read.lock();
      probe.read.lock();
      probe.read.unlock();
      probe.read.unlock(); // one of them too often
      assertReadUnlockFails(probe);
    }
  }
}
