// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.threePreemptions;
import static csp.scenario.Scenarios.twoPreemptions;
import static org.assertj.core.api.Assertions.assertThat;

import csp.sync.Cond;
import csp.sync.Inside;
import csp.sync.Mutex;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Condition variables. What is waited for is a plain number of tokens under a mutex; one that waits
 * and is not told is a leak.
 *
 * <p>Seen to fail: a waiter that joins after it has unlocked, and a signal that is given to one
 * that was cancelled (leaks); a broadcast that tells one; a wait that does not lock again; one that
 * leaves and stays queued.
 */
class CondScenarioTest {
  private static final Duration MILLISECOND = Duration.ofMillis(1);

  /** await | give, with the signal after the unlock. */
  @Test
  void signalIsNotMissed() {
    exhaust(
        threePreemptions(),
        () -> {
          Tokens tokens = new Tokens();
          go(tokens::take);
          tokens.give(1);
          tokens.cond.signal();
          return () -> tokens.assertLeft(0);
        });
  }

  /** await | await | give two, and one broadcast. */
  @Test
  void broadcastTellsAll() {
    exhaust(
        threePreemptions(),
        () -> {
          Tokens tokens = new Tokens();
          go(tokens::take);
          go(tokens::take);
          tokens.give(2);
          tokens.cond.broadcast();
          return () -> tokens.assertLeft(0);
        });
  }

  /** await | await | give one, signal, give one, signal. */
  @Test
  void eachSignalTellsOne() {
    exhaust(
        threePreemptions(),
        () -> {
          Tokens tokens = new Tokens();
          go(tokens::take);
          go(tokens::take);
          tokens.give(1);
          tokens.cond.signal();
          tokens.give(1);
          tokens.cond.signal();
          return () -> tokens.assertLeft(0);
        });
  }

  /**
   * await with a limit | await without | give one, one signal. Who was signalled and can do without
   * tells the next; who was not must not have kept the signal.
   */
  @Test
  void signalGoesPastTheOneWhoseTimeIsOver() {
    exhaust(
        threePreemptions().timeMayPass(),
        () -> {
          Tokens tokens = new Tokens();
          go(() -> {
            tokens.mutex.lock();
            boolean signalled = tokens.isNone() && tokens.cond.await(MILLISECOND);
            tokens.mutex.unlock();
            if (signalled) {
              tokens.cond.signal();
            }
          });
          go(tokens::take);
          tokens.give(1);
          tokens.cond.signal();
          return () -> tokens.assertLeft(0);
        });
  }

  /** signal | the only waiter's time is over: it says what happened, and holds the lock. */
  @Test
  void timedWaitTellsOfTheSignalOrOfTheTime() {
    AtomicInteger told = new AtomicInteger();
    AtomicInteger late = new AtomicInteger();
    exhaust(
        threePreemptions().timeMayPass(),
        () -> {
          Tokens tokens = new Tokens();
          go(() -> {
            tokens.mutex.lock();
            if (tokens.isNone()) {
              (tokens.cond.await(MILLISECOND) ? told : late).incrementAndGet();
            }
            tokens.grabIfAny();
            tokens.mutex.unlock();
          });
          tokens.give(1);
          tokens.cond.signal();
          return tokens::assertIdle;
        });
    assertThat(told.get()).isPositive();
    assertThat(late.get()).isPositive();
  }

  /** As {@link #signalGoesPastTheOneWhoseTimeIsOver}, with one that is interrupted. */
  @Test
  void signalGoesPastTheOneThatIsInterrupted() {
    exhaust(
        twoPreemptions(),
        () -> {
          Tokens tokens = new Tokens();
          Thread first =
              go(() -> {
                boolean signalled = false;
                tokens.mutex.lock();
                try {
                  if (tokens.isNone()) {
                    tokens.cond.await();
                    signalled = true;
                  }
                } catch (InterruptedException e) {
                  // has taken no signal
                } finally {
                  tokens.mutex.unlock();
                }
                if (signalled) {
                  tokens.cond.signal();
                }
              });
          go(tokens::take);
          go(first::interrupt);
          tokens.give(1);
          tokens.cond.signal();
          return () -> tokens.assertLeft(0);
        });
  }

  /** A cancelled wait holds the lock again; the signal is for the next. */
  @Test
  void cancelledWaitHoldsTheLockAgain() {
    exhaust(
        threePreemptions(),
        () -> {
          Tokens tokens = new Tokens();
          SyncScenarios.Ending ending = new SyncScenarios.Ending();
          go(() -> {
            tokens.mutex.lock();
            try {
              while (tokens.isNone()) {
                tokens.cond.await(ending);
              }
            } catch (SyncScenarios.Ended e) {
              // the other outcome
            } finally {
              tokens.grabIfAny();
              tokens.mutex.unlock();
            }
          });
          go(ending::end);
          tokens.give(1);
          tokens.cond.signal();
          return tokens::assertIdle;
        });
  }

  /** Tokens, and those who wait for one. */
  private static final class Tokens {
    final Mutex mutex = new Mutex();
    final Cond cond = new Cond(mutex);
    private int left; // guarded by the mutex

    void give(int count) {
      mutex.lock();
      left += count;
      mutex.unlock();
    }

    void take() throws InterruptedException {
      mutex.lock();
      while (isNone()) {
        cond.await();
      }
      left--;
      mutex.unlock();
    }

    /** The mutex is held. */
    boolean isNone() {
      return left == 0;
    }

    /** The mutex is held. */
    void grabIfAny() {
      if (left > 0) {
        left--;
      }
    }

    void assertLeft(int count) {
      assertThat(left).isEqualTo(count);
      assertIdle();
    }

    void assertIdle() {
      assertThat(cond.waiting()).isZero();
      Inside.assertIdle(mutex);
    }
  }
}
