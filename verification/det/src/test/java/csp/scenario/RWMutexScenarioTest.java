// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.threePreemptions;
import static csp.scenario.Scenarios.twoPreemptions;
import static org.assertj.core.api.Assertions.assertThat;

import csp.sync.Inside;
import csp.sync.RWMutex;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Readers and writers. What is written is two plain numbers that are equal whenever nobody writes.
 *
 * <p>Seen to fail: a writer that gives up and leaves the gate shut, or keeps the writers' mutex,
 * after a try, too; a reader that queues and does not mark the gate (a leak); a gate that forgets
 * who is inside when it opens; readers that pass a writer that waits; a reader that gives up and
 * stays queued.
 */
class RWMutexScenarioTest {
  private static final Duration MILLISECOND = Duration.ofMillis(1);

  /** read | write | read. */
  @Test
  void readersSeeAllOfAWriteOrNothing() {
    exhaust(
        threePreemptions(),
        () -> {
          Shared shared = new Shared();
          go(shared::write);
          go(shared::read);
          shared.read();
          return () -> shared.assertIdle(1);
        });
  }

  /** write | read, to two preemptions. */
  @Test
  void readerAndWriterExcludeEachOther() {
    exhaust(
        threePreemptions(),
        () -> {
          Shared shared = new Shared();
          go(shared::write);
          shared.read();
          return () -> shared.assertIdle(1);
        });
  }

  /** write | write | read. */
  @Test
  void writersExcludeEachOther() {
    exhaust(
        threePreemptions(),
        () -> {
          Shared shared = new Shared();
          go(shared::write);
          go(shared::read);
          shared.write();
          return () -> shared.assertIdle(2);
        });
  }

  /** A reader that comes while a writer waits comes after it, and sees what it wrote. */
  @Test
  void writerThatWaitsComesBeforeLaterReaders() {
    AtomicInteger waited = new AtomicInteger();
    exhaust(
        threePreemptions(),
        () -> {
          Shared shared = new Shared();
          shared.rw.readLock().lock();
          go(shared::write);
          Thread reader =
              go(() -> {
                boolean pending = Inside.isWriterPending(shared.rw);
                int seen = shared.read();
                if (pending) {
                  assertThat(seen).isEqualTo(1);
                  waited.incrementAndGet();
                }
              });
          shared.rw.readLock().unlock();
          reader.join();
          return () -> shared.assertIdle(1);
        });
    assertThat(waited.get()).isPositive();
  }

  /** A writer whose time is over lets in the reader that it has stopped. */
  @Test
  void writerThatGivesUpLetsReadersIn() {
    AtomicInteger gaveUp = new AtomicInteger();
    exhaust(
        threePreemptions().timeMayPass(),
        () -> {
          Shared shared = new Shared();
          shared.rw.readLock().lock();
          AtomicInteger writes = new AtomicInteger();
          go(() -> {
            if (shared.rw.writeLock().tryLock(MILLISECOND)) {
              shared.change();
              shared.rw.writeLock().unlock();
              writes.incrementAndGet();
            } else {
              gaveUp.incrementAndGet();
            }
          });
          Thread reader = go(shared::read);
          reader.join(); // though nobody has unlocked
          shared.rw.readLock().unlock();
          return () -> shared.assertIdle(writes.get());
        });
    assertThat(gaveUp.get()).isPositive();
  }

  /** The last reader goes | the writer's time is over: it writes, or has left the gate open. */
  @Test
  void writerIsInOrHasLeftWhenTheTimeIsOver() {
    exhaust(
        threePreemptions().timeMayPass(),
        () -> {
          Shared shared = new Shared();
          shared.rw.readLock().lock();
          AtomicInteger writes = new AtomicInteger();
          go(() -> {
            if (shared.rw.writeLock().tryLock(MILLISECOND)) {
              shared.change();
              shared.rw.writeLock().unlock();
              writes.incrementAndGet();
            }
          });
          shared.rw.readLock().unlock();
          return () -> shared.assertIdle(writes.get());
        });
  }

  /** The writer goes | a reader is interrupted: it is inside, or was never. */
  @Test
  void interruptedReaderIsNotInside() {
    exhaust(
        threePreemptions(),
        () -> {
          Shared shared = new Shared();
          AtomicBoolean inside = new AtomicBoolean();
          AtomicBoolean thrown = new AtomicBoolean();
          shared.rw.writeLock().lock();
          Thread reader =
              go(() -> {
                try {
                  shared.rw.readLock().lockInterruptibly();
                  inside.set(true);
                  shared.rw.readLock().unlock();
                } catch (InterruptedException e) {
                  thrown.set(true);
                }
              });
          go(reader::interrupt);
          shared.change();
          shared.rw.writeLock().unlock();
          return () -> {
            assertThat(inside.get()).isNotEqualTo(thrown.get());
            shared.assertIdle(1);
          };
        });
  }

  /** A cancelled writer | the reader goes | a reader comes. */
  @Test
  void cancelledWriterStopsNobody() {
    exhaust(
        threePreemptions(),
        () -> {
          Shared shared = new Shared();
          SyncScenarios.Ending ending = new SyncScenarios.Ending();
          AtomicInteger writes = new AtomicInteger();
          shared.rw.readLock().lock();
          go(() -> {
            try {
              shared.rw.writeLock().lock(ending);
              shared.change();
              shared.rw.writeLock().unlock();
              writes.incrementAndGet();
            } catch (SyncScenarios.Ended e) {
              // the other outcome
            }
          });
          go(shared::read);
          ending.end();
          shared.rw.readLock().unlock();
          return () -> shared.assertIdle(writes.get());
        });
  }

  /** tryLock of both sides | read, write. */
  @Test
  void triesOfBothSidesExclude() {
    exhaust(
        threePreemptions(),
        () -> {
          Shared shared = new Shared();
          AtomicInteger writes = new AtomicInteger(1);
          go(() -> {
            if (shared.rw.readLock().tryLock()) {
              shared.look();
              shared.rw.readLock().unlock();
            }
            if (shared.rw.writeLock().tryLock()) {
              shared.change();
              shared.rw.writeLock().unlock();
              writes.incrementAndGet();
            }
          });
          shared.read();
          shared.write();
          return () -> shared.assertIdle(writes.get());
        });
  }

  /** Readers that wait with a limit | a writer that goes. */
  @Test
  void readerWhoseTimeIsOverIsNotLetIn() {
    exhaust(
        twoPreemptions().timeMayPass(),
        () -> {
          Shared shared = new Shared();
          shared.rw.writeLock().lock();
          for (int i = 0; i < 2; i++) {
            go(() -> {
              if (shared.rw.readLock().tryLock(MILLISECOND)) {
                shared.look();
                shared.rw.readLock().unlock();
              }
            });
          }
          shared.change();
          shared.rw.writeLock().unlock();
          return () -> shared.assertIdle(1);
        });
  }

  /** Two readers whose time is over are not in the queue, though the writer goes on. */
  @Test
  void readersThatGaveUpAreNotQueued() {
    exhaust(
        twoPreemptions().timeMayPass(),
        () -> {
          Shared shared = new Shared();
          shared.rw.writeLock().lock();
          Thread one = go(() -> assertThat(shared.rw.readLock().tryLock(MILLISECOND)).isFalse());
          Thread two = go(() -> assertThat(shared.rw.readLock().tryLock(MILLISECOND)).isFalse());
          one.join();
          two.join();
          assertThat(Inside.queuedReaders(shared.rw)).isZero();
          shared.change();
          shared.rw.writeLock().unlock();
          return () -> shared.assertIdle(1);
        });
  }

  /** Two numbers under a lock. */
  private static final class Shared {
    final RWMutex rw = new RWMutex();
    private int a;
    private int b;

    void write() {
      rw.writeLock().lock();
      change();
      rw.writeLock().unlock();
    }

    int read() {
      rw.readLock().lock();
      int seen = look();
      rw.readLock().unlock();
      return seen;
    }

    void change() {
      a++;
      assertThat(rw.readers()).isZero(); // and a place to be stopped between the two
      b++;
    }

    int look() {
      int seen = a;
      assertThat(b).isEqualTo(seen);
      return seen;
    }

    void assertIdle(int writes) {
      assertThat(a).isEqualTo(writes);
      assertThat(b).isEqualTo(writes);
      Inside.assertIdle(rw);
    }
  }
}
