// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.awaitInterrupt;
import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.exhaustOneAndSample;
import static csp.scenario.Scenarios.settled;
import static csp.scenario.Scenarios.twoPreemptions;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.ReceiveChannel;
import csp.Received;
import csp.Ticker;
import csp.Timer;
import csp.Timers;
import csp.context.CanceledException;
import csp.context.CancellableContext;
import csp.context.Context;
import csp.det.Options;
import csp.select.Select;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Timers go by the clock of the run. Seen to fail: a timer that does not wake the timer thread from
 * a longer sleep (a deadlock); a stop of a channel that does not move its deadline; a timer thread
 * that delivers without looking whether the moment has come; a moment that is delivered and stays
 * due; a task that has been taken and still counts as pending; a timer thread that says outside the
 * lock that it sleeps (a data race).
 */
class TimerScenarioTest {
  private static final Duration LIMIT = Duration.ofMillis(1);

  @Test
  void timersAreDueWhenAllAreAsleep() {
    exhaust(
        twoPreemptions(),
        () -> {
          Instant start = Timers.now();
          Channel<Integer> channel = Channel.unbuffered();
          Timers.afterFunc(Duration.ofHours(2), () -> channel.send(7));
          Timers.sleep(Duration.ofHours(1));
          Integer received = channel.receive();
          Duration passed = Duration.between(start, Timers.now());
          return () -> {
            assertThat(received).isEqualTo(7);
            assertThat(passed).isBetween(Duration.ofHours(2), Duration.ofHours(2).plusMillis(10));
          };
        });
  }

  /** A limit is not over as long as somebody can run. */
  @Test
  void receiverWithALimitWaitsForASenderThatRuns() {
    exhaust(
        twoPreemptions(),
        () -> {
          Channel<Integer> channel = Channel.unbuffered();
          go(() -> channel.send(7));
          Received<Integer> received = channel.tryReceive(Duration.ofNanos(1));
          return () -> assertThat(received.orNull()).isEqualTo(7);
        });
  }

  /**
   * receive with a limit of an hour | send with a limit of two, and time passes when it likes: both
   * know whether they have met, and nobody is left waiting. Seen to fail: a wake-up call that does
   * not unpark; in others of this class, one that comes too early (a deadlock).
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void longLimitsAreKeptByTheTimerThread(int capacity) {
    exhaust(
        twoPreemptions().timeMayPass(),
        () -> {
          Channel<Integer> channel = Channel.buffered(capacity);
          boolean[] sent = new boolean[1];
          go(() -> sent[0] = channel.trySend(7, Duration.ofHours(2)));
          Integer received = channel.tryReceive(Duration.ofHours(1)).orNull();
          return () -> {
            int left = channel.length();
            assertThat((received == null ? 0 : 1) + left).isEqualTo(sent[0] ? 1 : 0);
            settled(channel);
          };
        });
  }

  /**
   * receive with a limit | send, and time passes when it likes; then a receive without one: the
   * call may come late, and ends no wait but its own. Seen to fail: a park that is not repeated.
   */
  @Test
  void wakeUpCallThatComesLateEndsNoOtherWait() {
    exhaust(
        twoPreemptions().timeMayPass(),
        () -> {
          Channel<Integer> first = Channel.buffered(1);
          Channel<Integer> second = Channel.unbuffered();
          go(() -> {
            first.send(1);
            second.send(2);
          });
          first.tryReceive(Duration.ofHours(1));
          Integer received = second.receive();
          return () -> {
            assertThat(received).isEqualTo(2);
            settled(second);
          };
        });
  }

  /** Two threads set timers, the later one first or last: each is on time. */
  @Test
  void earlierTimerWakesTheTimerThread() {
    exhaust(
        twoPreemptions(),
        () -> {
          Instant start = Timers.now();
          Instant[] due = new Instant[2];
          go(() -> due[0] = Timers.after(Duration.ofHours(2)).receive());
          due[1] = Timers.after(Duration.ofHours(1)).receive();
          Duration passed = Duration.between(start, Timers.now());
          return () -> {
            assertThat(due)
                .containsExactly(start.plus(Duration.ofHours(2)), start.plus(Duration.ofHours(1)));
            assertThat(passed).isBetween(Duration.ofHours(1), Duration.ofHours(1).plusMillis(10));
          };
        });
  }

  /** afterFunc's stop | stop, and time passes when it likes: prevented once, or run. */
  @Test
  void taskThatWasStoppedNeverRuns() {
    exhaust(
        twoPreemptions().timeMayPass(),
        () -> {
          AtomicInteger happened = new AtomicInteger();
          Timer timer = Timers.afterFunc(LIMIT, happened::incrementAndGet);
          go(() -> {
            if (timer.stop()) {
              happened.incrementAndGet();
            }
          });
          boolean stopped = timer.stop();
          return () -> assertThat(happened.get() + (stopped ? 1 : 0)).isEqualTo(1);
        });
  }

  /** afterFunc's reset, and time passes when it likes: two runs exactly if it was too late. */
  @Test
  void resetSaysWhetherTheTaskHasRun() {
    exhaust(
        twoPreemptions().timeMayPass(),
        () -> {
          Channel<Integer> ran = Channel.buffered(3);
          Timer timer = Timers.afterFunc(LIMIT, () -> ran.send(1));
          boolean pending = timer.reset(LIMIT.multipliedBy(2));
          ran.receive();
          if (!pending) {
            ran.receive();
          }
          Received<Integer> more = ran.tryReceive(Duration.ofSeconds(1));
          return () -> assertThat(more).isEqualTo(Received.empty());
        });
  }

  /** stop | receive with a longer limit: stopped exactly if nothing is received. */
  @Test
  void stoppedTimerIsNotReceivedFrom() {
    exhaust(
        twoPreemptions().timeMayPass(),
        () -> {
          Timer timer = Timers.timer(LIMIT);
          boolean[] received = new boolean[1];
          go(() ->
              received[0] =
                  timer.channel().tryReceive(LIMIT.multipliedBy(4)) instanceof Received.Value);
          boolean stopped = timer.stop();
          boolean again = timer.stop();
          Received<Instant> afterwards = timer.channel().tryReceive();
          return () -> {
            assertThat(received[0]).isNotEqualTo(stopped);
            assertThat(again).isFalse();
            assertThat(afterwards).isEqualTo(Received.empty());
            settled(timer.channel());
          };
        });
  }

  /** receive | stop when the timer is due, at the moment at which the timer thread wakes. */
  @Test
  void timerThatIsStoppedWhileItFiresIsNotReceivedFrom() {
    exhaust(
        twoPreemptions(),
        () -> {
          Duration tick = Duration.ofNanos(1 << 20);
          Timer timer = Timers.timer(tick);
          boolean[] received = new boolean[1];
          go(() ->
              received[0] =
                  timer.channel().tryReceive(tick.multipliedBy(4)) instanceof Received.Value);
          Timers.sleep(tick);
          boolean stopped = timer.stop();
          return () -> {
            assertThat(received[0]).isNotEqualTo(stopped);
            settled(timer.channel());
          };
        });
  }

  /** receive | reset when the timer is due, at the moment at which the timer thread wakes. */
  @Test
  void timerThatIsResetWhileItFiresIsLater() {
    exhaust(
        twoPreemptions(),
        () -> {
          Duration tick = Duration.ofNanos(1 << 20);
          Instant start = Timers.now();
          Timer timer = Timers.timer(tick);
          Duration[] passed = new Duration[1];
          go(() -> {
            timer.channel().receive();
            passed[0] = Duration.between(start, Timers.now());
          });
          Timers.sleep(tick);
          boolean pending = timer.reset(Duration.ofHours(1));
          return () -> {
            if (pending) {
              assertThat(passed[0]).isGreaterThan(Duration.ofHours(1));
            } else {
              assertThat(passed[0]).isBetween(tick, tick.multipliedBy(2));
            }
            timer.stop();
            settled(timer.channel());
          };
        });
  }

  /** reset | receive: the old deadline is received, or never heard of. */
  @Test
  void resetTimerGivesOneMoment() {
    exhaust(
        twoPreemptions().timeMayPass(),
        () -> {
          Instant start = Timers.now();
          Timer timer = Timers.timer(LIMIT);
          Instant[] received = new Instant[1];
          go(() -> received[0] = timer.channel().receive());
          boolean pending = timer.reset(Duration.ofHours(1));
          return () -> {
            if (pending) {
              assertThat(received[0]).isAfterOrEqualTo(start.plus(Duration.ofHours(1)));
            } else {
              assertThat(received[0]).isEqualTo(start.plus(LIMIT));
            }
            timer.stop();
            settled(timer.channel());
          };
        });
  }

  /** receive with a limit | the same, of one timer: one gets the moment, and one does not. */
  @Test
  void timerIsReceivedFromOnce() {
    exhaust(
        twoPreemptions(),
        () -> {
          ReceiveChannel<Instant> timer = Timers.after(LIMIT);
          Instant[] received = new Instant[2];
          go(() -> received[0] = timer.tryReceive(Duration.ofSeconds(1)).orNull());
          received[1] = timer.tryReceive(Duration.ofSeconds(1)).orNull();
          return () -> {
            assertThat(received).containsOnlyOnce((Instant) null);
            settled(timer);
          };
        });
  }

  /** receive | receive of a ticker: two ticks, both on the grid, and not the same. */
  @Test
  void tickIsReceivedOnce() {
    exhaust(
        twoPreemptions(),
        () -> {
          Instant start = Timers.now();
          Ticker ticker = Timers.ticker(LIMIT);
          Instant[] received = new Instant[2];
          go(() -> received[0] = ticker.channel().receive());
          received[1] = ticker.channel().receive();
          return () -> {
            ticker.stop();
            assertThat(received)
                .containsExactlyInAnyOrder(start.plus(LIMIT), start.plus(LIMIT.multipliedBy(2)));
            settled(ticker.channel());
          };
        });
  }

  /** stop of a ticker, tryReceive | receive with a limit, and time passes when it likes. */
  @Test
  void stoppedTickerIsSilent() {
    exhaust(
        twoPreemptions().timeMayPass(),
        () -> {
          Ticker ticker = Timers.ticker(LIMIT);
          go(() -> ticker.channel().tryReceive(LIMIT.multipliedBy(3)));
          ticker.stop();
          Received<Instant> first = ticker.channel().tryReceive();
          Received<Instant> second = ticker.channel().tryReceive(LIMIT);
          return () -> {
            assertThat(first).isEqualTo(Received.empty());
            assertThat(second).isEqualTo(Received.empty());
            settled(ticker.channel());
          };
        });
  }

  /**
   * select(timer, receive) | send with a limit, and time passes when it likes. Exhausted to one
   * preemption: two are 33,000 schedules.
   */
  @Test
  void timerInASelectIsLateOrNot() {
    exhaustOneAndSample(
        3_000,
        Options::timeMayPass,
        () -> {
          ReceiveChannel<Instant> timer = Timers.after(LIMIT);
          Channel<Integer> channel = Channel.unbuffered();
          boolean[] sent = new boolean[1];
          go(() -> sent[0] = channel.trySend(1, LIMIT));
          Integer received =
              Select.select(
                  Select.onReceive(timer, _ -> 0), Select.onReceive(channel, value -> value));
          return () -> {
            assertThat(received).isEqualTo(sent[0] ? 1 : 0);
            settled(timer, channel);
          };
        });
  }

  /** sleep | interrupt, and time passes when it likes: awake, and the interrupt is heard once. */
  @Test
  void sleeperIsInterruptedOrHasSlept() {
    exhaust(
        twoPreemptions().timeMayPass(),
        () -> {
          Duration[] slept = new Duration[1];
          Thread sleeper =
              go(() -> {
                Instant start = Timers.now();
                try {
                  Timers.sleep(LIMIT);
                  slept[0] = Duration.between(start, Timers.now());
                  awaitInterrupt();
                } catch (InterruptedException e) {
                  // woken early
                }
              });
          sleeper.interrupt();
          return () -> {
            if (slept[0] != null) {
              assertThat(slept[0]).isGreaterThanOrEqualTo(LIMIT);
            }
          };
        });
  }

  /** sleep in a context | cancel, and time passes when it likes. */
  @Test
  void sleeperIsCancelledOrHasSlept() {
    exhaust(
        twoPreemptions().timeMayPass(),
        () -> {
          CancellableContext context = Context.withCancel(Context.background());
          Instant start = Timers.now();
          go(context::cancel);
          boolean cancelled = false;
          try {
            Timers.sleep(LIMIT, context);
          } catch (CanceledException e) {
            cancelled = true;
          }
          Duration passed = Duration.between(start, Timers.now());
          boolean early = cancelled;
          return () -> {
            assertThat(early || passed.compareTo(LIMIT) >= 0).isTrue();
            settled(context.done());
          };
        });
  }
}
