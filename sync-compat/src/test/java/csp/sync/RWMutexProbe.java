// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import static org.assertj.core.api.Assertions.assertThat;

import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;

/**
 * A reader/writer lock and those who wait for it. Who waits ends when it has got the lock, which
 * stays locked: the test unlocks for it. Closing it checks that nothing is left behind.
 */
final class RWMutexProbe implements AutoCloseable {
  final RWMutex rw = new RWMutex();
  final Locker read = rw.readLock();
  final Locker write = rw.writeLock();
  final Workers workers = new Workers();

  /** Starts one that reads, and returns when it is queued. */
  Worker<Void> queueReader(String name) {
    return queueReader(name, read::lock);
  }

  /** Starts one that runs {@code body}, and returns when it is queued as a reader. */
  Worker<Void> queueReader(String name, Workers.Body body) {
    int before = rw.queuedReaders();
    Worker<Void> worker = workers.start(ThreadKind.VIRTUAL, name, body);
    workers.until(() -> rw.queuedReaders() == before + 1, name + " is queued");
    return worker;
  }

  /** Starts one that writes, and returns when it waits for the readers inside. */
  Worker<Void> pendingWriter(String name) {
    return pendingWriter(name, write::lock);
  }

  /** Starts one that runs {@code body}, and returns when it waits for the readers inside. */
  Worker<Void> pendingWriter(String name, Workers.Body body) {
    Worker<Void> worker = workers.start(ThreadKind.PLATFORM, name, body);
    awaitPending();
    return worker;
  }

  /** Starts one that writes, and returns when it is queued behind another writer. */
  Worker<Void> queueWriter(String name) {
    return queueWriter(name, write::lock);
  }

  /** Starts one that runs {@code body}, and returns when it is queued behind another writer. */
  Worker<Void> queueWriter(String name, Workers.Body body) {
    int before = rw.queuedWriters();
    Worker<Void> worker = workers.start(ThreadKind.VIRTUAL, name, body);
    workers.until(() -> rw.queuedWriters() == before + 1, name + " is queued");
    return worker;
  }

  void awaitPending() {
    workers.until(rw::isWriterPending, "a writer waits for readers");
  }

  @Override
  public void close() {
    workers.close();
    rw.checkInvariants();
    assertThat(rw.isPristine()).as("%s", rw).isTrue();
    assertThat(write.tryLock()).isTrue();
    write.unlock();
    assertThat(read.tryLock()).isTrue();
    read.unlock();
  }
}
