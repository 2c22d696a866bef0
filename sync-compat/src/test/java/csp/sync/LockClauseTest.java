// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import static csp.select.Select.onDefault;
import static csp.select.Select.onDone;
import static csp.select.Select.onReceive;
import static csp.select.Select.onTimeout;
import static csp.select.Select.select;
import static csp.select.Select.selectFirst;
import static csp.sync.Clauses.onLock;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Channel;
import csp.select.Clause;
import csp.select.InterruptibleRunnable;
import csp.select.InterruptibleSupplier;
import csp.select.Selector;
import csp.testkit.Await;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The clause that waits for a lock. */
class LockClauseTest {
  private final RuntimeException why = new IllegalStateException("ended");
  private final Workers workers = new Workers();

  @AfterEach
  void end() {
    workers.close();
  }

  /** Nothing of a select is left once its deputy has been called back. */
  private static void assertPristine(LockKind.Probe probe) {
    Await.until(probe.isPristine(), "pristine: " + probe.lock());
  }

  @ParameterizedTest
  @EnumSource
  void freeLockIsTaken(LockKind kind) throws InterruptedException {
    LockKind.Probe probe = kind.probe();
    Clause<String> clause = onLock(probe.lock(), () -> "locked");
    assertThat(select(clause)).isEqualTo("locked");
    probe.lock().unlock();
    assertThat(selectFirst(clause, onDefault(() -> "none"))).isEqualTo("locked");
    probe.lock().unlock();
    assertThat(select(clause, onDefault(() -> "none"))).isEqualTo("locked");
    probe.lock().unlock();
    assertPristine(probe);
  }

  @ParameterizedTest
  @EnumSource
  void defaultRunsWhereTheLockIsHeld(LockKind kind) throws InterruptedException {
    LockKind.Probe probe = kind.probe();
    probe.blocker().lock();
    assertThat(select(onLock(probe.lock(), () -> "locked"), onDefault(() -> "none")))
        .isEqualTo("none");
    assertThat(select(onLock(probe.lock(), () -> "locked"), onTimeout(Duration.ZERO, () -> "late")))
        .isEqualTo("late");
    probe.blocker().unlock();
    assertThat(probe.isPristine().getAsBoolean()).as("nobody has waited").isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void selectWaitsForTheLock(LockKind kind) {
    LockKind.Probe probe = kind.probe();
    probe.blocker().lock();
    Worker<String> selecting =
        workers.virtual("selecting", () -> select(onLock(probe.lock(), () -> "locked")));
    selecting.awaitParked();
    probe.blocker().unlock();
    assertThat(selecting.result()).isEqualTo("locked");
    assertThat(probe.isPristine().getAsBoolean()).as("held").isFalse();
    probe.lock().unlock();
    assertPristine(probe);
  }

  @ParameterizedTest
  @EnumSource
  void losingClauseLeavesNoTrace(LockKind kind) throws InterruptedException {
    LockKind.Probe probe = kind.probe();
    Clause<String> clause = onLock(probe.lock(), () -> "locked");
    probe.blocker().lock();
    assertThat(select(clause, onTimeout(Duration.ofMillis(2), () -> "late"))).isEqualTo("late");

    TestCancellation cancellation = new TestCancellation();
    Worker<Object> cancelled =
        workers.virtual("selecting", () -> select(clause, onDone(cancellation, error -> error)));
    cancelled.awaitParked();
    cancellation.end(why);
    assertThat(cancelled.result()).isSameAs(why);

    workers.virtual("interrupted", () -> select(clause)).interruptAndJoin();

    Channel<String> channel = Channel.unbuffered();
    Worker<String> receiving =
        workers.virtual("receiving", () -> select(clause, onReceive(channel, said -> said)));
    receiving.awaitParked();
    channel.send("said");
    assertThat(receiving.result()).isEqualTo("said");

    // While the lock is still held: the deputies have left its queue, one by one.
    Await.until(() -> waitingAt(probe.lock()) == 0, "the deputies have left");
    probe.blocker().unlock();
    assertPristine(probe);
  }

  /** How many threads wait for {@code lock}. */
  private static int waitingAt(Locker lock) {
    return switch (lock) {
      case Mutex mutex -> mutex.queued();
      case SpinLock spinLock -> spinLock.queued();
      case RWMutex.ReadSide side -> side.whole().queuedReaders();
      case RWMutex.WriteSide side ->
          side.whole().queuedWriters() + (side.whole().isWriterPending() ? 1 : 0);
      default -> throw new AssertionError(lock);
    };
  }

  /** The deputy of a writer has stopped the readers; it lets them in when it is called back. */
  @Test
  void losingWriterLetsTheReadersIn() throws InterruptedException {
    RWMutex rw = new RWMutex();
    rw.readLock().lock();
    Worker<String> selecting =
        workers.virtual(
            "selecting",
            () ->
                select(
                    onLock(rw.writeLock(), () -> "locked"),
                    onTimeout(Duration.ofMillis(20), () -> "late")));
    assertThat(selecting.result()).isEqualTo("late");
    assertThat(rw.readLock().tryLock(Await.BOUND)).isTrue();
    rw.readLock().unlock();
    rw.readLock().unlock();
    Await.until(rw::isPristine, "pristine");
  }

  @Test
  void clauseWaitsInTheQueueOfTheLockAsAnyOther() {
    try (MutexProbe probe = MutexProbe.locked()) {
      Worker<Void> first = probe.queue("first");
      Worker<String> selecting =
          workers.virtual("selecting", () -> select(onLock(probe.mutex, () -> "locked")));
      probe.awaitQueued(2);
      Worker<Void> last = probe.queue("last");

      probe.mutex.unlock();
      first.result();
      assertThat(selecting.isDone()).isFalse();
      probe.mutex.unlock();
      assertThat(selecting.result()).isEqualTo("locked");
      assertThat(last.isDone()).isFalse();
      probe.mutex.unlock();
      last.result();
      probe.unlockLast();
    }
  }

  @Test
  void severalSelectsShareAClause() {
    try (MutexProbe probe = MutexProbe.locked()) {
      AtomicInteger inside = new AtomicInteger();
      Clause<Integer> clause =
          onLock(
              probe.mutex,
              () -> {
                assertThat(inside.incrementAndGet()).isEqualTo(1);
                inside.decrementAndGet();
                probe.mutex.unlock();
                return 1;
              });
      for (int i = 0; i < 4; i++) {
        workers.virtual("selecting " + i, () -> select(clause)).awaitParked();
      }
      Await.until(() -> probe.mutex.queued() == 1, "one deputy for all");
      probe.mutex.unlock();
      workers.joinAll();
      Await.until(probe.mutex::isPristine, "pristine");
    }
  }

  @Test
  void guardSwitchesTheClauseOff() throws InterruptedException {
    Mutex mutex = new Mutex();
    AtomicBoolean open = new AtomicBoolean();
    Clause<String> clause = onLock(mutex, () -> "locked").when(open::get);
    assertThat(select(clause, onDefault(() -> "none"))).isEqualTo("none");
    open.set(true);
    assertThat(select(clause, onDefault(() -> "none"))).isEqualTo("locked");
    mutex.unlock();
    assertThat(select(clause.when(() -> false), onDefault(() -> "none"))).isEqualTo("none");
    assertThat(mutex.isPristine()).isTrue();
  }

  @Test
  void handlerWithoutAResultGivesNull() throws InterruptedException {
    Mutex mutex = new Mutex();
    InterruptibleRunnable unlock = mutex::unlock;
    assertThat(select(Clauses.<String>onLock(mutex, unlock))).isNull();
    assertThat(mutex.isPristine()).isTrue();
  }

  @Test
  void selectThatWaitsForItsOwnLockWaits() {
    Mutex mutex = new Mutex();
    mutex.lock();
    Worker<String> selecting =
        workers.virtual(
            "selecting", () -> select(onLock(mutex, () -> "a"), onLock(mutex, () -> "b")));
    selecting.awaitParked();
    mutex.unlock();
    assertThat(selecting.result()).isIn("a", "b");
    mutex.unlock();
    Await.until(mutex::isPristine, "pristine");
  }

  /** Between its rounds a selector is in no queue: it would hold others up. */
  @ParameterizedTest
  @EnumSource
  void selectorLocksRoundByRound(LockKind kind) throws InterruptedException {
    LockKind.Probe probe = kind.probe();
    AtomicInteger locked = new AtomicInteger();
    AtomicInteger late = new AtomicInteger();
    try (Selector selector =
        Selector.random(
            onLock(
                probe.lock(),
                () -> {
                  locked.incrementAndGet();
                  probe.lock().unlock();
                }),
            onTimeout(Duration.ofMillis(1), () -> late.incrementAndGet()))) {
      for (int i = 0; i < 20; i++) {
        assertThat(selector.select()).isTrue();
        assertPristine(probe);
      }
      assertThat(locked).hasValue(20);
      probe.blocker().lock();
      for (int i = 0; i < 20; i++) {
        assertThat(selector.select()).isTrue();
        Await.until(() -> waitingAt(probe.lock()) == 0, "in no queue between rounds");
      }
      assertThat(late).hasValue(20);
      probe.blocker().unlock();
    }
    assertPristine(probe);
  }

  @Test
  void argumentsAreChecked() {
    Mutex mutex = new Mutex();
    assertThatThrownBy(() -> onLock(null, () -> 1))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("lock must not be null");
    assertThatThrownBy(() -> onLock(mutex, (InterruptibleSupplier<Integer>) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("handler must not be null");
    assertThatThrownBy(() -> onLock(mutex, (InterruptibleRunnable) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("handler must not be null");
    assertThat(onLock(mutex, () -> 1)).hasToString("lock " + mutex);
  }
}
