// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Cancellation;
import csp.testkit.Await;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every form of locking, at every lock: what it does, what ends it, and that it leaves no trace.
 */
class LockerFormsTest {
  private static final RuntimeException WHY = new IllegalStateException("ended");

  /** The forms. */
  enum Form {
    LOCK {
      @Override
      boolean take(Locker lock, Cancellation cancellation) {
        lock.lock();
        return true;
      }
    },
    INTERRUPTIBLY {
      @Override
      boolean take(Locker lock, Cancellation cancellation) throws InterruptedException {
        lock.lockInterruptibly();
        return true;
      }
    },
    CANCELLABLE {
      @Override
      boolean take(Locker lock, Cancellation cancellation) throws InterruptedException {
        lock.lock(cancellation);
        return true;
      }
    },
    TIMED {
      @Override
      boolean take(Locker lock, Cancellation cancellation) throws InterruptedException {
        return lock.tryLock(Await.BOUND);
      }
    },
    FOR_EVER {
      @Override
      boolean take(Locker lock, Cancellation cancellation) throws InterruptedException {
        return lock.tryLock(Duration.ofSeconds(Long.MAX_VALUE));
      }
    },
    UNITS {
      @Override
      boolean take(Locker lock, Cancellation cancellation) throws InterruptedException {
        return lock.tryLock(Long.MAX_VALUE, TimeUnit.DAYS);
      }
    },
    HOLD {
      @Override
      boolean take(Locker lock, Cancellation cancellation) {
        lock.hold();
        return true;
      }
    },
    HOLD_CANCELLABLE {
      @Override
      boolean take(Locker lock, Cancellation cancellation) throws InterruptedException {
        lock.hold(cancellation);
        return true;
      }
    };

    abstract boolean take(Locker lock, Cancellation cancellation) throws InterruptedException;

    boolean isInterruptible() {
      return this != LOCK && this != HOLD;
    }
  }

  static Stream<Arguments> all() {
    return Stream.of(LockKind.values())
        .flatMap(kind -> Stream.of(Form.values()).map(form -> Arguments.of(kind, form)));
  }

  static Stream<Arguments> interruptible() {
    return all().filter(pair -> ((Form) pair.get()[1]).isInterruptible());
  }

  private final TestCancellation cancellation = new TestCancellation();

  @ParameterizedTest
  @MethodSource("all")
  void takesAFreeLockAtOnce(LockKind kind, Form form) throws InterruptedException {
    LockKind.Probe probe = kind.probe();
    assertThat(form.take(probe.lock(), cancellation)).isTrue();
    assertThat(probe.isPristine().getAsBoolean()).isFalse();
    probe.lock().unlock();
    assertPristine(probe);
  }

  @ParameterizedTest
  @MethodSource("all")
  void waitsForALockThatIsHeld(LockKind kind, Form form) {
    LockKind.Probe probe = kind.probe();
    probe.blocker().lock();
    try (Workers workers = new Workers()) {
      Worker<Boolean> virtual = waiter(workers, ThreadKind.VIRTUAL, probe, form);
      Worker<Boolean> platform = waiter(workers, ThreadKind.PLATFORM, probe, form);
      probe.blocker().unlock();
      if (kind != LockKind.READERS) {
        Await.until(() -> virtual.isDone() || platform.isDone(), "the first of them has it");
        probe.lock().unlock();
      }
      assertThat(virtual.result()).isTrue();
      assertThat(platform.result()).isTrue();
      probe.lock().unlock();
      if (kind == LockKind.READERS) {
        probe.lock().unlock();
      }
    }
    assertPristine(probe);
  }

  @ParameterizedTest
  @MethodSource("interruptible")
  void interruptOnEntryCountsThoughTheLockIsFree(LockKind kind, Form form) {
    LockKind.Probe probe = kind.probe();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> form.take(probe.lock(), cancellation))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).as("cleared").isFalse();
    assertPristine(probe);
  }

  @ParameterizedTest
  @MethodSource("interruptible")
  void interruptEndsTheWait(LockKind kind, Form form) {
    LockKind.Probe probe = kind.probe();
    probe.blocker().lock();
    try (Workers workers = new Workers()) {
      waiter(workers, ThreadKind.VIRTUAL, probe, form).interruptAndJoin();
      waiter(workers, ThreadKind.PLATFORM, probe, form).interruptAndJoin();
    }
    probe.blocker().unlock();
    assertPristine(probe);
  }

  @ParameterizedTest
  @EnumSource
  void plainLockKeepsTheInterrupt(LockKind kind) {
    LockKind.Probe probe = kind.probe();
    Thread.currentThread().interrupt();
    probe.lock().lock();
    assertThat(Thread.interrupted()).as("on entry").isTrue();
    probe.lock().unlock();

    probe.blocker().lock();
    try (Workers workers = new Workers()) {
      Worker<Boolean> waiter =
          workers.virtual(
              "waiter",
              () -> {
                probe.lock().lock();
                return Thread.currentThread().isInterrupted();
              });
      waiter.awaitParked().interrupt();
      Await.until(() -> !waiter.thread().isInterrupted(), "put aside", waiter.thread());
      assertThat(waiter.isDone()).isFalse();
      probe.blocker().unlock();
      assertThat(waiter.result()).isTrue();
    }
    probe.lock().unlock();
    assertPristine(probe);
  }

  @ParameterizedTest
  @EnumSource
  void immediateFormMindsNoInterrupt(LockKind kind) {
    LockKind.Probe probe = kind.probe();
    Thread.currentThread().interrupt();
    assertThat(probe.lock().tryLock()).isTrue();
    assertThat(Thread.interrupted()).isTrue();
    probe.lock().unlock();
    probe.blocker().lock();
    assertThat(probe.lock().tryLock()).isFalse();
    probe.blocker().unlock();
    assertPristine(probe);
  }

  @ParameterizedTest
  @EnumSource
  void cancellationThatHasEndedCountsThoughTheLockIsFree(LockKind kind) {
    LockKind.Probe probe = kind.probe();
    TestCancellation ended = TestCancellation.ended(WHY);
    assertThatThrownBy(() -> probe.lock().lock(ended)).isSameAs(WHY);
    assertThatThrownBy(() -> probe.lock().hold(ended)).isSameAs(WHY);
    assertPristine(probe);
  }

  @ParameterizedTest
  @EnumSource
  void cancellationEndsTheWait(LockKind kind) {
    LockKind.Probe probe = kind.probe();
    probe.blocker().lock();
    try (Workers workers = new Workers()) {
      Worker<Boolean> one = waiter(workers, ThreadKind.VIRTUAL, probe, Form.CANCELLABLE);
      Worker<Boolean> other = waiter(workers, ThreadKind.PLATFORM, probe, Form.HOLD_CANCELLABLE);
      cancellation.end(WHY);
      assertThat(one.failure()).isSameAs(WHY);
      assertThat(other.failure()).isSameAs(WHY);
    }
    probe.blocker().unlock();
    assertPristine(probe);
  }

  /** Also one of those is had at once if that is possible. */
  @ParameterizedTest
  @EnumSource
  void timeMayBeAny(LockKind kind) throws InterruptedException {
    LockKind.Probe probe = kind.probe();
    Duration[] short_ = {
      Duration.ZERO,
      Duration.ofNanos(-1),
      Duration.ofSeconds(Long.MIN_VALUE),
      Duration.ofNanos(1),
      Duration.ofMillis(2)
    };
    for (Duration timeout : short_) {
      assertThat(probe.lock().tryLock(timeout)).as("free, %s", timeout).isTrue();
      probe.lock().unlock();
      probe.blocker().lock();
      assertThat(probe.lock().tryLock(timeout)).as("held, %s", timeout).isFalse();
      probe.blocker().unlock();
      assertPristine(probe);
    }
    probe.blocker().lock();
    assertThat(probe.lock().tryLock(Long.MIN_VALUE, TimeUnit.DAYS)).isFalse();
    assertThat(probe.lock().tryLock(0, TimeUnit.DAYS)).isFalse();
    assertThat(probe.lock().tryLock(2, TimeUnit.MILLISECONDS)).isFalse();
    probe.blocker().unlock();
    assertPristine(probe);
  }

  @ParameterizedTest
  @EnumSource
  void argumentsAreChecked(LockKind kind) {
    LockKind.Probe probe = kind.probe();
    Locker lock = probe.lock();
    assertNull("timeout", () -> lock.tryLock(null));
    assertNull("unit", () -> lock.tryLock(1, null));
    assertNull("cancellation", () -> lock.lock(null));
    assertNull("cancellation", () -> lock.hold(null));
    assertPristine(probe);
  }

  private static void assertNull(String name, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(NullPointerException.class)
        .hasMessage(name + " must not be null");
  }

  private Worker<Boolean> waiter(
      Workers workers, ThreadKind kind, LockKind.Probe probe, Form form) {
    return workers
        .<Boolean>start(kind, "waiter", () -> form.take(probe.lock(), cancellation))
        .awaitParked();
  }

  private void assertPristine(LockKind.Probe probe) {
    assertThat(probe.isPristine().getAsBoolean()).as("%s", probe.lock()).isTrue();
    assertThat(cancellation.done.waitingReceivers()).isZero();
  }
}
