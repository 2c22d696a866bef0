// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import static csp.select.Select.*;
import static csp.sync.Clauses.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Channel;
import csp.internal.park.SpinPolicy;
import csp.internal.park.Sudog;
import csp.internal.park.WaitSite;
import csp.internal.select.Case;
import csp.select.Clause;
import csp.select.InterruptibleRunnable;
import csp.select.InterruptibleSupplier;
import csp.select.Selector;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clauses on the primitives: chosen they have the effect of the operation, lost they have none. */
class ClausesTest {
  private final Semaphore semaphore = new Semaphore(3);
  private final WaitGroup group = new WaitGroup();
  private final Once once = new Once();
  private final Channel<String> channel = Channel.unbuffered();
  private final Workers workers = new Workers();

  @AfterEach
  void end() {
    workers.close();
    semaphore.checkInvariants();
    group.checkInvariants();
    assertThat(semaphore.waiting()).isZero();
    assertThat(group.waiting()).isZero();
    assertThat(once.site().queuedAcquire(EventSite.QUEUE)).isZero();
    assertThat(channel.waitingReceivers()).isZero();
  }

  private Worker<String> selects(ThreadKind kind, Clause<String> clause) {
    return workers.start(kind, "select", () -> select(onReceive(channel, v -> v), clause));
  }

  // onAcquire

  @Test
  void acquireIsReadyWhenPermitsAreFreeAndNobodyWaits() throws InterruptedException {
    assertThat(select(onAcquire(semaphore, 2, () -> "acquired"), onReceive(channel, v -> v)))
        .isEqualTo("acquired");
    assertThat(semaphore.held()).isEqualTo(2);
    assertThat(select(onAcquire(semaphore, 2, () -> "acquired"), onDefault(() -> "default")))
        .isEqualTo("default");
    assertThat(semaphore.held()).isEqualTo(2);
    List<Long> heldInHandler = new ArrayList<>();
    assertThat(
            selectFirst(
                Clauses.<String>onAcquire(
                    semaphore,
                    1,
                    () -> {
                      heldInHandler.add(semaphore.held());
                    })))
        .isNull();
    assertThat(heldInHandler).containsExactly(3L);
  }

  @ParameterizedTest
  @EnumSource
  void acquireWaitsInLineAndIsGranted(ThreadKind kind) throws InterruptedException {
    semaphore.acquire(3);
    Worker<String> select = selects(kind, onAcquire(semaphore, 2, () -> "acquired"));
    workers.until(() -> semaphore.waiting() == 1, "in line");
    semaphore.release(1);
    assertThat(semaphore.tryAcquire(1)).as("the select is first").isFalse();
    semaphore.release(1);
    assertThat(select.result()).isEqualTo("acquired");
    assertThat(semaphore.held()).isEqualTo(3);
  }

  @Test
  void handlerThatThrowsHoldsThePermits() {
    assertThatThrownBy(() ->
            select(
                onAcquire(
                    semaphore,
                    2,
                    () -> {
                      throw new IllegalStateException("handler");
                    })))
        .hasMessage("handler");
    assertThat(semaphore.held()).isEqualTo(2);
  }

  @Test
  void acquireOfMoreThanTheSizeIsNeverReady() throws InterruptedException {
    Clause<String> never = onAcquire(semaphore, 4, () -> "acquired");
    assertThat(select(never, onDefault(() -> "default"))).isEqualTo("default");
    assertThat(select(never, onTimeout(Duration.ofMillis(1), () -> "timeout")))
        .isEqualTo("timeout");
    try (Selector selector = Selector.random(never)) {
      assertThat(selector.select()).as("nothing is left").isFalse();
    }
    workers.virtual("for ever", () -> select(never, null)).interruptAndJoin();
  }

  /** Whoever was behind the clause is served when the select goes another way. */
  @ParameterizedTest
  @EnumSource
  void acquireThatLosesLeavesTheLineAndLetsOthersThrough(ThreadKind kind)
      throws InterruptedException {
    semaphore.acquire(2);
    Worker<String> select = selects(kind, onAcquire(semaphore, 3, () -> "acquired"));
    workers.until(() -> semaphore.waiting() == 1, "in line");
    Worker<Void> behind = workers.start(kind, "behind", () -> semaphore.acquire(1));
    workers.until(() -> semaphore.waiting() == 2, "behind it");
    channel.send("sent");
    assertThat(select.result()).isEqualTo("sent");
    behind.result();
    assertThat(semaphore.held()).isEqualTo(3);
  }

  @Test
  void interruptedOrTimedOutSelectHasAcquiredNothing() throws InterruptedException {
    semaphore.acquire(3);
    Worker<String> select = selects(ThreadKind.VIRTUAL, onAcquire(semaphore, 1, () -> "acquired"));
    select.interruptAndJoin();
    assertThat(
            select(
                onAcquire(semaphore, 1, () -> "acquired"),
                onTimeout(Duration.ofMillis(1), () -> "late")))
        .isEqualTo("late");
    assertThat(semaphore).hasToString("Semaphore[3 of 3 held, 0 waiting]");
  }

  @Test
  void twoClausesOnOneSemaphoreAcquireOnce() throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      semaphore.acquire(3);
      Worker<Integer> select =
          workers.virtual(
              "select",
              () -> select(onAcquire(semaphore, 2, () -> 2), onAcquire(semaphore, 1, () -> 1)));
      workers.until(() -> semaphore.waiting() == 2, "in line twice");
      semaphore.release(3);
      long acquired = select.result();
      assertThat(semaphore.held()).isEqualTo(acquired);
      assertThat(semaphore.waiting()).isZero();
      semaphore.release(acquired);
    }
  }

  /** Between rounds the clause would be in the way of others. */
  @Test
  void selectorIsInLineDuringARoundOnly() throws InterruptedException {
    Channel<String> ready = Channel.buffered(2);
    ready.send("one");
    ready.send("two");
    semaphore.acquire(3);
    List<String> heard = new ArrayList<>();
    try (Selector selector =
        Selector.roundRobin(
            doOnAcquire(() -> heard.add("acquired")), doOnReceive(ready, heard::add))) {
      assertThat(selector.select()).isTrue();
      assertThat(semaphore.waiting()).isZero();
      assertThat(selector.select()).isTrue();
      semaphore.release(1);
      assertThat(semaphore.tryAcquire()).as("nobody is in line").isTrue();
      semaphore.release(1);
      assertThat(selector.select()).isTrue();
      semaphore.release(1);
      assertThat(selector.select()).as("again and again").isTrue();
    }
    assertThat(heard).containsExactly("one", "two", "acquired", "acquired");
  }

  private Clause<String> doOnAcquire(Runnable handler) {
    return onAcquire(
        semaphore,
        1,
        () -> {
          handler.run();
        });
  }

  // onZero

  @ParameterizedTest
  @EnumSource
  void zeroIsReadyAtZeroAndWaitsOtherwise(ThreadKind kind) throws InterruptedException {
    Clause<String> zero = onZero(group, () -> "zero");
    assertThat(select(zero, onReceive(channel, v -> v))).isEqualTo("zero");
    group.add(2);
    assertThat(select(zero, onDefault(() -> "default"))).isEqualTo("default");
    Worker<String> select = selects(kind, zero);
    Worker<Void> waiter = workers.start(kind, "waiter", () -> group.await());
    workers.until(() -> group.waiting() == 2, "both wait");
    group.add(-2);
    assertThat(select.result()).isEqualTo("zero");
    waiter.result();
  }

  @Test
  void zeroThatLosesIsNoLongerAWaiter() throws InterruptedException {
    group.add(1);
    Worker<String> select = selects(ThreadKind.VIRTUAL, onZero(group, () -> "zero"));
    workers.until(() -> group.waiting() == 1, "waits");
    channel.send("sent");
    assertThat(select.result()).isEqualTo("sent");
    assertThat(group).hasToString("WaitGroup[1 to go, 0 waiting]");
    group.done();
    group.add(1); // no misuse
  }

  /**
   * The count comes after the clause was tried and before it is queued, and sees no waiter: the
   * clause takes a second look at the counter.
   */
  @Test
  void zeroThatComesBetweenTheTryAndTheQueueIsNotMissed() throws InterruptedException {
    group.add(1);
    Clause<String> counts = new DoesInItsStep(group::done);
    assertThat(selectFirst(onZero(group, () -> "zero"), counts)).isEqualTo("zero");
  }

  @Test
  void zeroThatComesWhileASelectorQueuesIsNotMissed() {
    for (int i = 0; i < 500; i++) {
      WaitGroup racing = new WaitGroup();
      racing.add(1);
      Worker<Boolean> selector =
          workers.virtual(
              "selector",
              () -> {
                try (Selector loop = Selector.random(onZero(racing, () -> {}))) {
                  return loop.select();
                }
              });
      racing.done();
      assertThat(selector.result()).isTrue();
      assertThat(racing.waiting()).isZero();
    }
  }

  /** Never ready; runs something when it is tried. */
  private static final class DoesInItsStep extends Case<String> {
    private final WaitSite site = new WaitSite(SpinPolicy.NEVER) {};
    private final Runnable does;

    DoesInItsStep(Runnable does) {
      super(null);
      this.does = does;
    }

    @Override
    public Clause<String> when(BooleanSupplier guard) {
      return this;
    }

    @Override
    protected WaitSite site() {
      return site;
    }

    @Override
    protected Object tryStep(Object operand) {
      does.run();
      return WOULD_WAIT;
    }

    @Override
    protected void enqueue(Sudog sudog, Object operand) {}

    @Override
    protected void leave(Sudog sudog) {}

    @Override
    protected Object outcome(Sudog fired) {
      return WOULD_WAIT;
    }

    @Override
    protected String finish(Object outcome) {
      return "never";
    }
  }

  @Test
  void guardedClauseIsAbsentWhenItsGuardIsFalse() throws InterruptedException {
    Clause<String> fallback = onDefault(() -> "default");
    assertThat(select(onZero(group, () -> "zero").when(() -> false), fallback))
        .isEqualTo("default");
    assertThat(select(onZero(group, () -> "zero").when(() -> true), fallback)).isEqualTo("zero");
    Clause<String> acquire = onAcquire(semaphore, 1, () -> "acquired");
    assertThat(select(acquire.when(() -> false), fallback)).isEqualTo("default");
    assertThat(select(acquire.when(() -> true), fallback)).isEqualTo("acquired");
  }

  // onOnce

  @ParameterizedTest
  @EnumSource
  void onceIsReadyWhenItsTaskHasEnded(ThreadKind kind) throws InterruptedException {
    Clause<String> done = onOnce(once, () -> "done");
    assertThat(select(done, onDefault(() -> "default"))).isEqualTo("default");
    Worker<String> select = selects(kind, done);
    workers.until(() -> once.site().queuedAcquire(EventSite.QUEUE) == 1, "waits");
    once.run(() -> {});
    assertThat(select.result()).isEqualTo("done");
    assertThat(select(done, onReceive(channel, v -> v))).isEqualTo("done");
  }

  @Test
  void onceThatLosesLeaves() throws InterruptedException {
    Worker<String> select = selects(ThreadKind.VIRTUAL, onOnce(once, () -> "done"));
    workers.until(() -> once.site().queuedAcquire(EventSite.QUEUE) == 1, "waits");
    channel.send("sent");
    assertThat(select.result()).isEqualTo("sent");
  }

  @Test
  void zeroAndOnceSwitchThemselvesOffInASelector() throws InterruptedException {
    List<String> heard = new ArrayList<>();
    group.add(1);
    try (Selector selector =
        Selector.priority(
            onZero(
                group,
                () -> {
                  heard.add("zero");
                }),
            onOnce(
                once,
                () -> {
                  heard.add("once");
                }))) {
      workers.virtual(
          "ends",
          () -> {
            once.run(() -> {});
            workers.until(() -> heard.size() == 1, "the first is heard");
            group.done();
          });
      while (selector.select()) {}
    }
    assertThat(heard).containsExactly("once", "zero");
  }

  /** Between rounds the clause stays queued; what happens then is not missed. */
  @Test
  void selectorHearsOfWhatHappensBetweenRounds() throws InterruptedException {
    Channel<String> ready = Channel.buffered(1);
    List<String> heard = new ArrayList<>();
    group.add(1);
    try (Selector selector =
        Selector.priority(
            onZero(
                group,
                () -> {
                  heard.add("zero");
                }),
            onOnce(
                once,
                () -> {
                  heard.add("once");
                }),
            doOnReceive(ready, heard::add))) {
      ready.send("one");
      selector.select();
      assertThat(group.waiting()).isEqualTo(1);
      group.done();
      group.add(1); // the next round has begun: zero was missed, by the rules
      ready.send("two");
      selector.select();
      once.run(() -> {});
      group.done();
      selector.select();
      selector.select();
      ready.close();
      assertThat(selector.select()).isFalse();
    }
    assertThat(heard).containsExactly("one", "two", "zero", "once");
  }

  // Arguments

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> onAcquire(semaphore, -1, () -> {}))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("permits must be >= 0, was -1");
    assertNull("semaphore must not be null", () -> onAcquire(null, 1, () -> {}));
    assertNull("group must not be null", () -> onZero(null, () -> {}));
    assertNull("once must not be null", () -> onOnce(null, () -> {}));
    InterruptibleSupplier<String> noSupplier = null;
    InterruptibleRunnable noRunnable = null;
    assertNull("handler must not be null", () -> onAcquire(semaphore, 1, noSupplier));
    assertNull("handler must not be null", () -> onAcquire(semaphore, 1, noRunnable));
    assertNull("handler must not be null", () -> onZero(group, noSupplier));
    assertNull("handler must not be null", () -> onZero(group, noRunnable));
    assertNull("handler must not be null", () -> onOnce(once, noSupplier));
    assertNull("handler must not be null", () -> onOnce(once, noRunnable));
  }

  private static void assertNull(
      String message, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isExactlyInstanceOf(NullPointerException.class).hasMessage(message);
  }

  @Test
  void clausesSayWhatTheyWaitFor() {
    assertThat(onAcquire(semaphore, 2, () -> {}))
        .hasToString("acquire 2 of Semaphore[0 of 3 held, 0 waiting]");
    assertThat(onZero(group, () -> {})).hasToString("WaitGroup[0 to go, 0 waiting]");
    assertThat(onOnce(once, () -> {})).hasToString("Once[new]");
  }
}
