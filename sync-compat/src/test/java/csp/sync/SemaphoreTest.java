// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Cancellation;
import csp.Channel;
import csp.ReceiveChannel;
import csp.testkit.Await;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of Go's weighted semaphore, and that a wait that ends early leaves nothing behind. */
class SemaphoreTest {
  private static final Duration LONG = Duration.ofSeconds(100);

  private final RuntimeException why = new RuntimeException("enough");
  private final TestCancellation cancellation = new TestCancellation();
  private final Semaphore semaphore = new Semaphore(10);
  private final Workers workers = new Workers();

  @AfterEach
  void end() {
    workers.close();
    semaphore.checkInvariants();
    assertThat(semaphore.waiting()).isZero();
    assertThat(cancellation.done.waitingReceivers()).as("queued on done").isZero();
  }

  @Test
  void everyFormAcquiresAtOnceWhatIsFree() throws InterruptedException {
    semaphore.acquire();
    semaphore.acquire(2);
    semaphore.acquire(1, cancellation);
    assertThat(semaphore.tryAcquire()).isTrue();
    assertThat(semaphore.tryAcquire(2)).isTrue();
    assertThat(semaphore.tryAcquire(1, Duration.ZERO)).isTrue();
    assertThat(semaphore.held()).isEqualTo(8);
    assertThat(semaphore.size()).isEqualTo(10);
    assertThat(semaphore).hasToString("Semaphore[8 of 10 held, 0 waiting]");
    semaphore.release();
    semaphore.release(7);
    assertThat(semaphore.held()).isZero();
  }

  @Test
  void tryAcquireTakesAllOrNothing() {
    assertThat(semaphore.tryAcquire(11)).isFalse();
    assertThat(semaphore.tryAcquire(8)).isTrue();
    assertThat(semaphore.tryAcquire(3)).isFalse();
    assertThat(semaphore.held()).isEqualTo(8);
    assertThat(semaphore.tryAcquire(2)).isTrue();
    assertThat(semaphore.tryAcquire()).isFalse();
    assertThat(semaphore.tryAcquire(0)).isTrue();
  }

  @Test
  void noPermitsAreAcquiredWheneverNobodyWaits() throws InterruptedException {
    semaphore.acquire(10);
    semaphore.acquire(0);
    assertThat(semaphore.tryAcquire(0)).isTrue();
    Worker<Void> waiter = queue(ThreadKind.VIRTUAL, 1);
    assertThat(semaphore.tryAcquire(0)).as("somebody waits").isFalse();
    Worker<Void> behind = queue(ThreadKind.VIRTUAL, 0);
    semaphore.release();
    waiter.result();
    behind.result();
    assertThat(semaphore.held()).isEqualTo(10);
  }

  // The line

  @ParameterizedTest
  @EnumSource
  void permitsAreHandedOutInOrderOfArrival(ThreadKind kind) throws InterruptedException {
    semaphore.acquire(10);
    Worker<Void> first = queue(kind, 3);
    Worker<Void> second = queue(kind, 4);
    Worker<Void> third = queue(kind, 1);
    semaphore.release(3);
    first.result();
    assertThat(semaphore.held()).isEqualTo(10);
    semaphore.release(3);
    assertThat(semaphore.waiting())
        .as("the second does not fit, the third may not pass")
        .isEqualTo(2);
    assertThat(semaphore.tryAcquire(1)).as("nor a newcomer").isFalse();
    semaphore.release(2);
    second.result();
    third.result();
    assertThat(semaphore.held()).isEqualTo(10);
  }

  /** The permits are gone when release returns, wherever the waiter has got to. */
  @Test
  void handedOutPermitsCannotBeTakenByANewcomer() throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      semaphore.acquire(10);
      Worker<Void> waiter = queue(ThreadKind.VIRTUAL, 10);
      semaphore.release(10);
      assertThat(semaphore.held()).isEqualTo(10);
      assertThat(semaphore.tryAcquire(1)).isFalse();
      waiter.result();
      semaphore.release(10);
    }
  }

  @Test
  void oneReleaseServesAllWhoFit() throws InterruptedException {
    semaphore.acquire(10);
    Worker<Void> first = queue(ThreadKind.VIRTUAL, 3);
    Worker<Void> second = queue(ThreadKind.PLATFORM, 4);
    Worker<Void> third = queue(ThreadKind.VIRTUAL, 4);
    semaphore.release(10);
    first.result();
    second.result();
    assertThat(semaphore.waiting()).isEqualTo(1);
    assertThat(semaphore.held()).isEqualTo(7);
    semaphore.release(1);
    third.result();
  }

  /** The front that leaves looks at those behind it. */
  @ParameterizedTest
  @EnumSource
  void frontThatGivesUpLetsTheNextOnesThrough(ThreadKind kind) throws InterruptedException {
    semaphore.acquire(5);
    Worker<Void> front = queue(kind, 6);
    Worker<Void> next = queue(kind, 2);
    Worker<Void> last = queue(kind, 4);
    front.interruptAndJoin();
    next.result();
    assertThat(semaphore.held()).isEqualTo(7);
    assertThat(semaphore.waiting()).as("does not fit").isEqualTo(1);
    semaphore.release(1);
    last.result();
  }

  @Test
  void oneInTheMiddleThatGivesUpChangesNothing() throws InterruptedException {
    semaphore.acquire(5);
    Worker<Void> front = queue(ThreadKind.VIRTUAL, 6);
    Worker<Void> middle = queue(ThreadKind.VIRTUAL, 7);
    Worker<Void> last = queue(ThreadKind.VIRTUAL, 1);
    middle.interruptAndJoin();
    assertThat(semaphore.waiting()).isEqualTo(2);
    assertThat(semaphore.held()).isEqualTo(5);
    semaphore.release(1);
    front.result();
    semaphore.release(1);
    last.result();
  }

  // More than there are

  @ParameterizedTest
  @EnumSource
  void moreThanTheSizeWaitsForItsEndAloneAndIsInNobodysWay(ThreadKind kind)
      throws InterruptedException {
    Worker<Void> plain = workers.start(kind, "plain", () -> semaphore.acquire(11));
    Worker<Void> ended = workers.start(kind, "ended", () -> semaphore.acquire(11, cancellation));
    plain.awaitParked();
    workers.until(() -> cancellation.done.waitingReceivers() == 1, "waits for the end");
    assertThat(semaphore.waiting()).isZero();
    semaphore.acquire(10);
    semaphore.release(10);
    assertThat(semaphore.tryAcquire(11, Duration.ofMillis(1))).isFalse();
    assertThat(plain.isDone()).isFalse();
    cancellation.end(why);
    assertThat(ended.failure()).isSameAs(why);
    plain.interruptAndJoin();
    assertThat(semaphore.held()).isZero();
  }

  @Test
  void semaphoreOfNoneGrantsNone() throws InterruptedException {
    Semaphore none = new Semaphore(0);
    assertThat(none.tryAcquire()).isFalse();
    assertThat(none.tryAcquire(1, Duration.ofMillis(1))).isFalse();
    none.acquire(0);
    assertThat(none.waiting()).isZero();
  }

  @Test
  void sizesUpToTheLargestLongDoNotOverflow() {
    Semaphore huge = new Semaphore(Long.MAX_VALUE);
    assertThat(huge.tryAcquire(Long.MAX_VALUE)).isTrue();
    assertThat(huge.tryAcquire(Long.MAX_VALUE)).isFalse();
    assertThat(huge.tryAcquire(1)).isFalse();
    huge.release(Long.MAX_VALUE);
    assertThat(huge.held()).isZero();
  }

  // Waits that end early

  @ParameterizedTest
  @EnumSource
  void interruptedWaitLeavesNothingBehind(ThreadKind kind) throws InterruptedException {
    semaphore.acquire(10);
    queue(kind, 3).interruptAndJoin();
    workers.start(kind, "timed", () -> semaphore.tryAcquire(3, LONG)).interruptAndJoin();
    workers.start(kind, "cancellable", () -> semaphore.acquire(3, cancellation)).interruptAndJoin();
    assertThat(semaphore).hasToString("Semaphore[10 of 10 held, 0 waiting]");
  }

  @ParameterizedTest
  @EnumSource
  void interruptOnEntryIsThrownThoughPermitsAreFree(ThreadKind kind) {
    Worker<Void> worker =
        workers.start(
            kind,
            "interrupted",
            () -> {
              Thread.currentThread().interrupt();
              semaphore.acquire();
            });
    assertThat(worker.failure()).isInstanceOf(InterruptedException.class);
    assertThat(semaphore.held()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1, 2_000_000})
  void timedOutWaitIsFalseAndLeavesNothingBehind(long nanos) throws InterruptedException {
    semaphore.acquire(8);
    assertThat(semaphore.tryAcquire(3, Duration.ofNanos(nanos))).isFalse();
    assertThat(semaphore).hasToString("Semaphore[8 of 10 held, 0 waiting]");
  }

  @ParameterizedTest
  @EnumSource
  void cancelledWaitThrowsTheErrorAndLeavesNothingBehind(ThreadKind kind)
      throws InterruptedException {
    semaphore.acquire(8);
    Worker<Void> waiter = workers.start(kind, "waiter", () -> semaphore.acquire(3, cancellation));
    awaitQueued(1);
    cancellation.end(why);
    assertThat(waiter.failure()).isSameAs(why);
    assertThat(semaphore).hasToString("Semaphore[8 of 10 held, 0 waiting]");
  }

  @Test
  void endedCancellationIsThrownThoughPermitsAreFree() {
    TestCancellation ended = TestCancellation.ended(why);
    assertThatThrownBy(() -> semaphore.acquire(1, ended)).isSameAs(why);
    assertThatThrownBy(() -> semaphore.acquire(0, ended)).isSameAs(why);
    assertThatThrownBy(() -> semaphore.acquire(11, ended)).isSameAs(why);
    assertThat(semaphore.held()).isZero();
  }

  /** Whoever was granted its permits when the cancellation ends gives them back, to the next. */
  @Test
  void failureIsPreferredToSuccess() throws InterruptedException {
    class EndsLate implements Cancellation {
      private final AtomicInteger asked = new AtomicInteger();

      @Override
      public ReceiveChannel<?> done() {
        return Channel.nil();
      }

      @Override
      public RuntimeException error() {
        return asked.incrementAndGet() == 1 ? null : why;
      }
    }
    assertThatThrownBy(() -> semaphore.acquire(3, new EndsLate())).as("not waiting").isSameAs(why);
    assertThat(semaphore.held()).isZero();
    semaphore.acquire(10);
    Worker<Void> waiter = workers.virtual("waiter", () -> semaphore.acquire(6, new EndsLate()));
    awaitQueued(1);
    Worker<Void> next = queue(ThreadKind.VIRTUAL, 5);
    semaphore.release(6);
    assertThat(waiter.failure()).isSameAs(why);
    next.result();
    assertThat(semaphore.held()).isEqualTo(9);
  }

  @Test
  void cancellationThatFailsWhenAskedKeepsNoPermits() {
    Cancellation broken =
        new Cancellation() {
          private boolean asked;

          @Override
          public ReceiveChannel<?> done() {
            return Channel.nil();
          }

          @Override
          public RuntimeException error() {
            if (asked) {
              throw why;
            }
            asked = true;
            return null;
          }
        };
    assertThatThrownBy(() -> semaphore.acquire(3, broken)).isSameAs(why);
    assertThat(semaphore.held()).isZero();
  }

  // Misuse

  @Test
  void releaseOfMoreThanWasHeldIsReportedAndCounts() throws InterruptedException {
    semaphore.acquire(2);
    assertThatThrownBy(() -> semaphore.release(3))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("semaphore: released more than held");
    assertThat(semaphore.held()).as("stays").isEqualTo(-1);
    assertThat(semaphore.tryAcquire(10)).isTrue();
    assertThat(semaphore.tryAcquire(1)).isTrue();
    assertThat(semaphore.tryAcquire(1)).isFalse();
    assertThatThrownBy(() -> new Semaphore(1).release()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void wrongArgumentsAreNamedAndChangeNothing() {
    assertIllegal("size must be >= 0, was -1", () -> new Semaphore(-1));
    assertIllegal("permits must be >= 0, was -2", () -> semaphore.acquire(-2));
    assertIllegal("permits must be >= 0, was -2", () -> semaphore.acquire(-2, cancellation));
    assertIllegal("permits must be >= 0, was -2", () -> semaphore.tryAcquire(-2));
    assertIllegal("permits must be >= 0, was -2", () -> semaphore.tryAcquire(-2, LONG));
    assertIllegal("permits must be >= 0, was -2", () -> semaphore.release(-2));
    assertThatThrownBy(() -> semaphore.acquire(1, null))
        .isExactlyInstanceOf(NullPointerException.class)
        .hasMessage("cancellation must not be null");
    assertThatThrownBy(() -> semaphore.tryAcquire(1, null)).hasMessage("timeout must not be null");
    assertThat(semaphore.held()).isZero();
  }

  private static void assertIllegal(
      String message, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  // Stress

  /**
   * Threads acquire and release weights at random, in every form, and are interrupted, timed out
   * and cancelled. Never is more held than there is, nobody is left in line, and in the end all is
   * free. Seen red with a grant that counts though its claim was lost.
   */
  @Test
  void permitsAreConserved() {
    AtomicInteger acquired = new AtomicInteger();
    AtomicInteger gaveUp = new AtomicInteger();
    Stress.run(
        "semaphore",
        random -> {
          Semaphore shared = new Semaphore(5);
          AtomicInteger inUse = new AtomicInteger();
          TestCancellation end = new TestCancellation();
          Worker<?>[] users = new Worker<?>[6];
          try (Workers crew = new Workers()) {
            for (int t = 0; t < users.length; t++) {
              ThreadKind kind = t % 3 == 0 ? ThreadKind.PLATFORM : ThreadKind.VIRTUAL;
              users[t] =
                  crew.start(
                      kind,
                      "user " + t,
                      () -> {
                        for (int i = 0; i < 300; i++) {
                          int weight = ThreadLocalRandom.current().nextInt(6);
                          if (acquires(shared, weight, end)) {
                            assertThat(inUse.addAndGet(weight)).isLessThanOrEqualTo(5);
                            acquired.incrementAndGet();
                            if (i % 8 == 0) {
                              Thread.yield();
                            }
                            inUse.addAndGet(-weight);
                            shared.release(weight);
                          } else {
                            gaveUp.incrementAndGet();
                          }
                        }
                      });
            }
            for (int i = 0; i < 200; i++) {
              users[random.nextInt(users.length)].interrupt();
              if (i % 20 == 0) {
                Thread.yield();
              }
            }
            end.end(new java.util.concurrent.CancellationException("ended"));
          }
          assertThat(shared).hasToString("Semaphore[0 of 5 held, 0 waiting]");
          shared.checkInvariants();
        });
    assertThat(acquired).hasPositiveValue();
    assertThat(gaveUp).hasPositiveValue();
  }

  private static boolean acquires(Semaphore shared, int weight, Cancellation end) {
    try {
      switch (ThreadLocalRandom.current().nextInt(4)) {
        case 0 -> shared.acquire(weight);
        case 1 -> {
          return shared.tryAcquire(weight);
        }
        case 2 -> {
          return shared.tryAcquire(
              weight, Duration.ofNanos(ThreadLocalRandom.current().nextInt(20_000)));
        }
        default -> shared.acquire(weight, end);
      }
      return true;
    } catch (InterruptedException | java.util.concurrent.CancellationException gaveUp) {
      return false;
    }
  }

  /** Starts a thread that acquires, and returns when it is in line. */
  private Worker<Void> queue(ThreadKind kind, long permits) {
    int before = semaphore.waiting();
    Worker<Void> worker = workers.start(kind, "acquirer", () -> semaphore.acquire(permits));
    Await.until(() -> semaphore.waiting() > before, "in line", worker.thread());
    return worker;
  }

  private void awaitQueued(int count) {
    workers.until(() -> semaphore.waiting() == count, count + " in line");
  }
}
