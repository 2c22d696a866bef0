// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import static org.assertj.core.api.Assertions.assertThat;

import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Readers and writers in all forms, that time out and are interrupted, over a pair of numbers that
 * only writers change. Fails when a reader that gives up is counted, when the last reader does not
 * let the writer in, and when an unlocking writer lets the first queued reader in alone.
 */
class RWMutexStressTest {
  private static final int THREADS = 8;
  private static final Duration LENGTH =
      Duration.ofMillis(Long.getLong("csp.stress.seconds", 0) * 1000 + 700);

  private final RWMutex rw = new RWMutex();
  private final AtomicInteger reading = new AtomicInteger();
  private final AtomicInteger writing = new AtomicInteger();
  private long one; // guarded by rw
  private long other; // guarded by rw: the same

  @Test
  void writersExcludeAndReadersSeeWholeWrites() {
    List<Worker<Long>> users = new ArrayList<>();
    long end = System.nanoTime() + LENGTH.toNanos();
    try (Workers workers = new Workers(LENGTH.plusSeconds(20))) {
      for (int i = 0; i < THREADS; i++) {
        boolean mostlyReads = i % 2 == 0;
        users.add(
            workers.start(
                i % 3 == 0 ? ThreadKind.PLATFORM : ThreadKind.VIRTUAL,
                "user " + i,
                () -> use(mostlyReads, end)));
      }
      workers.virtual(
          "interrupter",
          () -> {
            while (System.nanoTime() < end) {
              users.get(ThreadLocalRandom.current().nextInt(THREADS)).interrupt();
              LockSupport.parkNanos(50_000);
            }
          });
      workers.joinAll();
      assertThat(one).isEqualTo(users.stream().mapToLong(Worker::result).sum()).isPositive();
    }
    rw.checkInvariants();
    assertThat(rw.isPristine()).as("%s", rw).isTrue();
  }

  /** Returns how often it wrote. */
  private long use(boolean mostlyReads, long end) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long writes = 0;
    while (System.nanoTime() < end) {
      boolean reads = random.nextInt(4) != 0 == mostlyReads;
      Locker side = reads ? rw.readLock() : rw.writeLock();
      if (take(side, random)) {
        if (reads) {
          read();
        } else {
          write();
          writes++;
        }
        side.unlock();
      }
    }
    Thread.interrupted();
    return writes;
  }

  private void read() {
    reading.incrementAndGet();
    assertThat(writing.get()).isZero();
    assertThat(one).isEqualTo(other);
    reading.decrementAndGet();
  }

  private void write() {
    assertThat(writing.incrementAndGet()).isEqualTo(1);
    assertThat(reading.get()).isZero();
    one++;
    if (ThreadLocalRandom.current().nextInt(200) == 0) {
      Thread.yield();
    }
    other++;
    writing.decrementAndGet();
  }

  private static boolean take(Locker side, ThreadLocalRandom random) {
    try {
      switch (random.nextInt(4)) {
        case 0 -> side.lock();
        case 1 -> side.lockInterruptibly();
        case 2 -> {
          return side.tryLock();
        }
        default -> {
          return side.tryLock(Duration.ofNanos(random.nextInt(50_000)));
        }
      }
      return true;
    } catch (InterruptedException ended) {
      return false;
    }
  }
}
