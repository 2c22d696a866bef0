// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.threePreemptions;
import static csp.scenario.Scenarios.twoPreemptions;
import static csp.select.Select.onReceive;
import static csp.select.Select.onTimeout;
import static csp.select.Select.select;
import static csp.sync.Clauses.onAcquire;
import static csp.sync.Clauses.onLock;
import static csp.sync.Clauses.onOnce;
import static csp.sync.Clauses.onZero;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.sync.Inside;
import csp.sync.Mutex;
import csp.sync.Once;
import csp.sync.RWMutex;
import csp.sync.Semaphore;
import csp.sync.WaitGroup;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Selects that wait for locks, permits, groups and tasks. A clause that is not chosen leaves no
 * trace: nothing held, nobody queued; and the deputy that locks for a select has ended, or it would
 * be a leak.
 *
 * <p>Seen to fail: a deputy that keeps a lock that nobody wants, or unlocks what it has handed
 * over; a select that does not leave the line of a semaphore, or that misses the zero of a group as
 * it queues (deadlocks).
 */
class ClausesScenarioTest {
  private static final Duration MILLISECOND = Duration.ofMillis(1);

  /** unlock | send | select of both: if the lock was not chosen it is free. */
  @Test
  void lockThatIsNotChosenIsFree() {
    AtomicInteger lost = new AtomicInteger();
    exhaust(
        threePreemptions(),
        () -> {
          Mutex mutex = new Mutex();
          Channel<Integer> channel = Channel.buffered(1);
          int[] count = new int[1];
          AtomicInteger received = new AtomicInteger();
          mutex.lock();
          go(() ->
              select(
                  onLock(
                      mutex,
                      () -> {
                        count[0]++;
                        mutex.unlock();
                      }),
                  onReceive(channel, received::addAndGet)));
          channel.send(1);
          count[0]++;
          mutex.unlock();
          return () -> {
            lost.addAndGet(received.get());
            assertThat(count[0] - 1 + received.get()).isEqualTo(1);
            assertThat(channel.length()).isEqualTo(1 - received.get());
            Inside.assertIdle(mutex);
          };
        });
    assertThat(lost.get()).isPositive();
  }

  /** select | select | unlock: the lock goes to both, one after the other. */
  @Test
  void lockGoesFromSelectToSelect() {
    exhaust(
        threePreemptions(),
        () -> {
          Mutex mutex = new Mutex();
          int[] count = new int[1];
          mutex.lock();
          go(() -> countWhenLocked(mutex, count));
          count[0]++;
          mutex.unlock();
          countWhenLocked(mutex, count);
          return () -> {
            assertThat(count[0]).isEqualTo(3);
            Inside.assertIdle(mutex);
          };
        });
  }

  /** A select of two locks, both held | unlock | unlock: it takes one of them. */
  @Test
  void oneOfTwoLocksIsTaken() {
    exhaust(
        twoPreemptions(),
        () -> {
          Mutex a = new Mutex();
          Mutex b = new Mutex();
          AtomicInteger taken = new AtomicInteger();
          a.lock();
          b.lock();
          go(() ->
              select(
                  onLock(
                      a,
                      () -> {
                        taken.incrementAndGet();
                        a.unlock();
                      }),
                  onLock(
                      b,
                      () -> {
                        taken.incrementAndGet();
                        b.unlock();
                      })));
          a.unlock();
          b.unlock();
          return () -> {
            assertThat(taken.get()).isEqualTo(1);
            Inside.assertIdle(a);
            Inside.assertIdle(b);
          };
        });
  }

  /** A reader goes | a select of the writing side, whose time may be over at any moment. */
  @Test
  void writingSideThatIsNotChosenStopsNobody() {
    exhaust(
        threePreemptions().timeMayPass(),
        () -> {
          RWMutex rw = new RWMutex();
          int[] count = new int[1];
          AtomicInteger expected = new AtomicInteger();
          rw.readLock().lock();
          go(() ->
              select(
                  onLock(
                      rw.writeLock(),
                      () -> {
                        count[0]++;
                        rw.writeLock().unlock();
                        expected.incrementAndGet();
                      }),
                  onTimeout(MILLISECOND, () -> {})));
          rw.readLock().unlock();
          return () -> {
            assertThat(count[0]).isEqualTo(expected.get());
            Inside.assertIdle(rw);
          };
        });
  }

  /** unlock | an interrupted select of the lock. */
  @Test
  void interruptedSelectHoldsNoLock() {
    exhaust(
        threePreemptions(),
        () -> {
          Mutex mutex = new Mutex();
          int[] count = new int[1];
          AtomicBoolean taken = new AtomicBoolean();
          AtomicBoolean thrown = new AtomicBoolean();
          mutex.lock();
          Thread selecting =
              go(() -> {
                try {
                  countWhenLocked(mutex, count);
                  taken.set(true);
                } catch (InterruptedException e) {
                  thrown.set(true);
                }
              });
          selecting.interrupt();
          count[0]++;
          mutex.unlock();
          return () -> {
            assertThat(taken.get()).isNotEqualTo(thrown.get());
            assertThat(count[0]).isEqualTo(taken.get() ? 2 : 1);
            Inside.assertIdle(mutex);
          };
        });
  }

  /** release | send | select of both: permits that were not chosen are free. */
  @Test
  void permitsThatAreNotChosenAreFree() {
    exhaust(
        threePreemptions(),
        () -> {
          Semaphore semaphore = new Semaphore(1);
          Channel<Integer> channel = Channel.buffered(1);
          int[] count = new int[1];
          AtomicInteger received = new AtomicInteger();
          semaphore.acquire();
          go(() ->
              select(
                  onAcquire(
                      semaphore,
                      1,
                      () -> {
                        count[0]++;
                        semaphore.release();
                      }),
                  onReceive(channel, received::addAndGet)));
          go(() -> channel.send(1));
          count[0]++;
          semaphore.release();
          return () -> {
            assertThat(count[0] - 1 + received.get()).isEqualTo(1);
            assertThat(channel.length()).isEqualTo(1 - received.get());
            Inside.assertIdle(semaphore);
          };
        });
  }

  /** A select that wants two permits leaves the front of the line: the next is let through. */
  @Test
  void selectThatLeavesTheLineLetsTheNextThrough() {
    exhaust(
        twoPreemptions(),
        () -> {
          Semaphore semaphore = new Semaphore(2);
          Channel<Integer> channel = Channel.buffered(1);
          AtomicInteger received = new AtomicInteger();
          semaphore.acquire();
          go(() ->
              select(
                  onAcquire(semaphore, 2, () -> semaphore.release(2)),
                  onReceive(channel, received::addAndGet)));
          Thread next =
              go(() -> {
                semaphore.acquire();
                semaphore.release();
              });
          channel.send(1);
          next.join(); // though nobody has released
          semaphore.release();
          return () -> {
            assertThat(channel.length()).isEqualTo(1 - received.get());
            Inside.assertIdle(semaphore);
          };
        });
  }

  /** done | send | select of both | await. */
  @Test
  void groupOfASelectIsLeftOrAtZero() {
    exhaust(
        twoPreemptions(),
        () -> {
          WaitGroup group = new WaitGroup();
          Channel<Integer> channel = Channel.buffered(1);
          int[] done = new int[1];
          AtomicInteger received = new AtomicInteger();
          group.add(1);
          go(() ->
              select(
                  onZero(group, () -> assertThat(done[0]).isEqualTo(1)),
                  onReceive(channel, received::addAndGet)));
          go(() -> {
            done[0] = 1;
            group.done();
          });
          channel.send(1);
          return () -> {
            assertThat(channel.length()).isEqualTo(1 - received.get());
            Inside.assertIdle(group);
          };
        });
  }

  /** done | a select of nothing else: it may be about to queue when the counter is 0. */
  @Test
  void zeroIsNotMissedByASelectThatQueues() {
    exhaust(
        threePreemptions(),
        () -> {
          WaitGroup group = new WaitGroup();
          int[] done = new int[1];
          group.add(1);
          go(() -> {
            done[0] = 1;
            group.done();
          });
          select(onZero(group, () -> assertThat(done[0]).isEqualTo(1)));
          return () -> Inside.assertIdle(group);
        });
  }

  /** done | a select whose time may be over at any moment, and which then begins a round. */
  @Test
  void groupIsUsedAgainAfterASelect() {
    exhaust(
        threePreemptions().timeMayPass(),
        () -> {
          WaitGroup group = new WaitGroup();
          group.add(1);
          go(group::done);
          boolean zero = select(onZero(group, () -> true), onTimeout(MILLISECOND, () -> false));
          if (zero || group.await(Duration.ZERO)) {
            group.add(1);
            group.done();
          }
          return () -> Inside.assertIdle(group);
        });
  }

  /** run of a task that throws | send | select of both. */
  @Test
  void onceOfASelectIsLeftOrDone() {
    exhaust(
        twoPreemptions(),
        () -> {
          Once once = new Once();
          Channel<Integer> channel = Channel.buffered(1);
          int[] runs = new int[1];
          AtomicInteger received = new AtomicInteger();
          go(() ->
              select(
                  onOnce(once, () -> assertThat(runs[0]).isEqualTo(1)),
                  onReceive(channel, received::addAndGet)));
          go(() -> channel.send(1));
          try {
            once.run(() -> {
              runs[0]++;
              throw new IllegalStateException("the one");
            });
          } catch (IllegalStateException e) {
            // a task that throws has run, too
          }
          return () -> {
            assertThat(channel.length()).isEqualTo(1 - received.get());
            Inside.assertIdle(once);
          };
        });
  }

  private static void countWhenLocked(Mutex mutex, int[] count) throws InterruptedException {
    select(
        onLock(
            mutex,
            () -> {
              count[0]++;
              mutex.unlock();
            }));
  }
}
