// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import static org.assertj.core.api.Assertions.assertThat;

import csp.Cancellation;
import csp.Channel;
import csp.ReceiveChannel;
import csp.select.Select;
import csp.testkit.Await;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every form of locking at once, with time-outs, cancellations, interrupts and losing clauses: the
 * lock excludes, nobody waits for ever, and no trace is left. Fails when a deputy keeps a lock that
 * no select wants any more, when it unlocks one that it has handed over, and when a spin lock is
 * taken by a look and a write. What waiters of a mutex do that leave: MutexLeaveStressTest.
 */
class LockStressTest {
  private static final int THREADS = 8;
  private static final Duration LENGTH =
      Duration.ofMillis(Long.getLong("csp.stress.seconds", 0) * 1000 + 700);

  private record Ended(ReceiveChannel<?> done, AtomicReference<RuntimeException> why)
      implements Cancellation {
    @Override
    public RuntimeException error() {
      return why.get();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "READERS") // they do not exclude each other
  void excludesAndLeavesNoTrace(LockKind kind) {
    LockKind.Probe probe = kind.probe();
    Locker lock = probe.lock();
    AtomicInteger inside = new AtomicInteger();
    long[] count = new long[1]; // guarded by the lock
    List<Worker<Long>> users = new ArrayList<>();
    long end = System.nanoTime() + LENGTH.toNanos();
    try (Workers workers = new Workers(LENGTH.plusSeconds(30))) {
      for (int i = 0; i < THREADS; i++) {
        users.add(
            workers.start(
                i % 3 == 0 ? ThreadKind.PLATFORM : ThreadKind.VIRTUAL,
                "user " + i,
                () -> {
                  long mine = 0;
                  while (System.nanoTime() < end) {
                    if (take(lock)) {
                      assertThat(inside.incrementAndGet()).isEqualTo(1);
                      count[0]++;
                      if (ThreadLocalRandom.current().nextInt(100) == 0) {
                        LockSupport.parkNanos(100_000);
                      }
                      inside.decrementAndGet();
                      lock.unlock();
                      mine++;
                    }
                  }
                  Thread.interrupted();
                  return mine;
                }));
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
      long total = users.stream().mapToLong(Worker::result).sum();
      assertThat(count[0]).isEqualTo(total);
    }
    // The deputies of the last selects may still be about to leave.
    Await.until(probe.isPristine(), "pristine: " + lock);
    assertThat(lock.tryLock()).isTrue();
  }

  private static boolean take(Locker lock) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    try {
      switch (random.nextInt(6)) {
        case 0 -> lock.lock();
        case 1 -> lock.lockInterruptibly();
        case 2 -> {
          return lock.tryLock();
        }
        case 3 -> {
          return lock.tryLock(Duration.ofNanos(random.nextInt(100_000)));
        }
        case 4 -> {
          Channel<Void> done = Channel.unbuffered();
          AtomicReference<RuntimeException> why = new AtomicReference<>();
          Thread.startVirtualThread(() -> {
            why.set(new IllegalStateException("ended"));
            done.close();
          });
          lock.lock(new Ended(done, why));
        }
        default -> {
          return Select.select(
              Clauses.onLock(lock, () -> true),
              Select.onTimeout(Duration.ofNanos(random.nextInt(100_000)), () -> false));
        }
      }
      return true;
    } catch (InterruptedException | IllegalStateException ended) {
      return false;
    }
  }
}
