// SPDX-License-Identifier: Apache-2.0
package csp.internal.park;

import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.testkit.Await;
import csp.testkit.ThreadKind;
import csp.testkit.Threads;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules on the package page, one test each. */
class ParkRulesTest {
  private static final int RACES = 20_000;

  private final Site site = new Site();
  private final Workers workers = new Workers();
  private volatile Sudog current;
  private volatile int finished;

  @AfterEach
  void end() {
    workers.close();
  }

  /**
   * {@code claim | claim}, {@code claim | cancel}. Fails when a claim or a cancel is a check and
   * then a write.
   */
  @Test
  void P1_outcomeIsDecidedOnce() {
    Sudog[][] rounds = new Sudog[RACES][];
    for (int i = 0; i < RACES; i++) {
      Waiter waiter = new Waiter();
      rounds[i] = new Sudog[] {new Sudog(waiter), new Sudog(waiter)};
      if (i % 4 < 2) {
        waiter.announcePark(ParkReason.SELECT);
      }
    }
    AtomicInteger arrived = new AtomicInteger();
    AtomicIntegerArray winners = new AtomicIntegerArray(RACES);
    for (int racer = 0; racer < 2; racer++) {
      int mine = racer;
      workers.platform(
          "racer " + racer,
          () -> {
            for (int i = 0; i < RACES; i++) {
              Waiter waiter = rounds[i][mine].waiter();
              boolean cancels = mine == 0 && i % 2 == 0;
              arrived.incrementAndGet();
              for (int tries = 0; arrived.get() < 2 * (i + 1); tries++) { // both start together
                if (tries > 1_000) {
                  Thread.yield();
                }
              }
              if (cancels ? waiter.cancel() : waiter.claim(rounds[i][mine]) != Waiter.Claim.LOST) {
                winners.incrementAndGet(i);
                assertThat(waiter.fired()).isSameAs(cancels ? null : rounds[i][mine]);
              }
            }
          });
    }
    workers.joinAll();

    for (int i = 0; i < RACES; i++) {
      assertThat(winners.get(i)).as("winners of round %d", i).isEqualTo(1);
    }
  }

  /** Fails when the element or the success flag is stored after the claim. */
  @Test
  void P2_elementAndSuccessAreStoredBeforeTheClaim() {
    raceFireAgainst(sudog -> {
      assertThat(sudog.success()).isTrue();
      assertThat(sudog.element()).isEqualTo("element");
    });
  }

  /**
   * The owner uses the sudog again at once, as a select does in a loop. Fails when the one who
   * fires writes to the sudog after the claim.
   */
  @Test
  void P3_claimIsTheLastTouch() {
    Sudog[] used = new Sudog[RACES];
    AtomicInteger count = new AtomicInteger();
    raceFireAgainst(sudog -> {
      sudog.clear();
      used[count.getAndIncrement()] = sudog;
    });

    for (Sudog sudog : used) {
      assertThat(sudog.element()).isNull();
      assertThat(sudog.success()).isFalse();
    }
  }

  /**
   * One thread fires {@link #RACES} sudogs, the other does {@code then} as soon as it sees that.
   */
  private void raceFireAgainst(java.util.function.Consumer<Sudog> then) {
    workers.platform(
        "peer",
        () -> {
          for (int i = 0; i < RACES; i++) {
            int round = i;
            Await.until(() -> finished == round, "the owner is ready");
            Sudog sudog = new Sudog();
            sudog.element("element");
            current = sudog;
            site.fire(sudog, true);
          }
        });
    workers.platform(
        "owner",
        () -> {
          Sudog last = null;
          for (int i = 0; i < RACES; i++) {
            while (current == last) {
              Thread.onSpinWait();
            }
            last = current;
            while (!last.isDecided()) {
              Thread.onSpinWait();
            }
            then.accept(last);
            finished = i + 1;
          }
        });
    workers.joinAll();
  }

  @ParameterizedTest
  @EnumSource
  void P4_firedSudogIsOffItsQueueAndCancelledOnesToo(ThreadKind kind) throws Exception {
    Channel<Integer> channel = Channel.unbuffered();
    Sema sema = new Sema(0);
    NotifyList list = new NotifyList();

    // fired: nobody is queued when the call that fired returns, wherever the waiter has got to
    Worker<Integer> receiver = workers.start(kind, "receiver", () -> channel.receive());
    Await.until(() -> channel.waitingReceivers() == 1, "receiver queued", receiver.thread());
    assertThat(channel.trySend(1)).isTrue();
    assertThat(channel.waitingReceivers()).isZero();
    Worker<Boolean> acquirer = acquire(kind, sema, Parker.FOREVER);
    sema.release(false);
    assertThat(sema.waiters()).isZero();
    Worker<Boolean> joined = await(kind, list, Parker.FOREVER);
    list.notifyOne();
    assertThat(list.size()).isZero();
    receiver.result();
    assertThat(acquirer.result()).isTrue();
    assertThat(joined.result()).isTrue();

    // interrupted: nobody is queued when the interrupted call returns
    Worker<Integer> interrupted = workers.start(kind, "interrupted", () -> channel.receive());
    interrupted.interruptAndJoin();
    assertThat(channel.waitingReceivers()).isZero();
    Worker<Void> sender = workers.start(kind, "sender", () -> channel.send(1));
    sender.interruptAndJoin();
    assertThat(channel.waitingSenders()).isZero();
    acquire(kind, sema, Parker.FOREVER).interruptAndJoin();
    assertThat(sema.waiters()).isZero();
    await(kind, list, Parker.FOREVER).interruptAndJoin();
    assertThat(list.size()).isZero();

    // timed out
    assertThat(channel.trySend(1, Duration.ofNanos(1))).isFalse();
    assertThat(channel.waitingSenders()).isZero();
    channel.tryReceive(Duration.ofNanos(1));
    assertThat(channel.waitingReceivers()).isZero();
    assertThat(sema.acquire(ParkReason.SEMACQUIRE, false, WaitMode.within(1))).isFalse();
    assertThat(sema.waiters()).isZero();
    assertThat(list.await(list.join(), ParkReason.COND_WAIT, WaitMode.within(1))).isFalse();
    assertThat(list.size()).isZero();
    sema.checkInvariants();
  }

  /** Fails when fire unparks instead of leaving the thread with the site. */
  @ParameterizedTest
  @EnumSource
  void P5_nobodyIsUnparkedBeforeTheLockIsReleased(ThreadKind kind) {
    Site.Waiting[] waiting = new Site.Waiting[3];
    for (int i = 0; i < 3; i++) {
      waiting[i] = site.start(workers, kind);
    }

    site.lock();
    for (Site.Waiting each : waiting) {
      assertThat(each.sudog().fire(site, true)).isTrue();
    }
    Site.assertStays(
        () -> {
          for (Site.Waiting each : waiting) {
            if (!Threads.isParked(each.worker().thread())) {
              return false;
            }
          }
          return true;
        },
        "all parked");
    site.unlockAndWake();

    for (Site.Waiting each : waiting) {
      assertThat(each.worker().result().fired()).isTrue();
    }
  }

  /** Fails when a park is not repeated. */
  @ParameterizedTest
  @EnumSource
  void P6_strayPermitsDoNotEndAWait(ThreadKind kind) {
    var forever = site.start(workers, kind);
    var timed = site.start(workers, kind, Long.MAX_VALUE / 2);
    var uninterruptible = site.startUninterruptible(workers, kind);
    for (var waiting : new Site.Waiting[] {forever, timed, uninterruptible}) {
      for (int i = 0; i < 10; i++) {
        LockSupport.unpark(waiting.worker().thread());
        waiting.worker().awaitParked();
      }
      Site.assertStays(() -> !waiting.worker().isDone(), "waiting");

      site.fire(waiting.sudog(), true);

      assertThat(waiting.worker().result().fired()).isTrue();
    }
  }

  private Worker<Boolean> acquire(ThreadKind kind, Sema sema, long nanos) {
    Worker<Boolean> worker =
        workers.start(
            kind,
            "acquirer",
            () -> sema.acquire(ParkReason.SEMACQUIRE, false, WaitMode.within(nanos)));
    Await.until(() -> sema.waiters() == 1, "acquirer queued", worker.thread());
    return worker;
  }

  private Worker<Boolean> await(ThreadKind kind, NotifyList list, long nanos) {
    Worker<Boolean> worker =
        workers.start(
            kind,
            "joined",
            () -> list.await(list.join(), ParkReason.COND_WAIT, WaitMode.within(nanos)));
    Await.until(() -> list.size() == 1, "joined", worker.thread());
    return worker;
  }
}
