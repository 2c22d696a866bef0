// SPDX-License-Identifier: Apache-2.0
package csp.select;

import static csp.select.Select.*;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Selects and selectors over a few shared channels, each with its clauses in an order of its own,
 * sends and receives mixed, under interrupts, cancellations, time-outs and in the end a close. In
 * every round each element that a send clause was chosen for is received exactly once, and nothing
 * else is; when all have ended nobody is queued and the invariants hold.
 *
 * <pre>
 * mvn -pl csp-select -am test -Dtest=SelectStressTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dcsp.stress.seconds=60 -Dcsp.stress.seed=42
 * </pre>
 *
 * <p>Seconds are for each of the tests. The seed decides what every thread does, not when.
 */
/*
 * Seen red with sites locked in the order of the clauses (it hangs, and the bound shows the stacks), and
 * with a claim without compare-and-set (an element received twice). Also with a select, and with a round
 * of a selector, that throws because its cancellation has ended though a clause has won (an element lost).
 */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class SelectStressTest {
  private static final int MOST = 2_000; // elements that one participant sends at most
  private static final int PARTICIPANTS = 6;

  private static long nanos() {
    Long seconds = Long.getLong("csp.stress.seconds");
    return seconds == null ? 500_000_000L : TimeUnit.SECONDS.toNanos(seconds);
  }

  /** Selects alone, selectors alone, and both. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void everyElementThatWasSentIsReceivedOnce(int selectorsOutOfTwo) {
    Long given = Long.getLong("csp.stress.seed");
    long seed = given == null ? System.nanoTime() : given;
    SplittableRandom random = new SplittableRandom(seed);
    long start = System.nanoTime();
    int rounds = 0;
    long received = 0;
    do {
      Round round = new Round(random.split(), selectorsOutOfTwo);
      try {
        received += round.run();
      } catch (Throwable failure) {
        throw new AssertionError(
            "round " + rounds + " of -Dcsp.stress.seed=" + seed + ": " + failure, failure);
      }
      rounds++;
    } while (System.nanoTime() - start < nanos());
    System.out.println(
        "select stress "
            + selectorsOutOfTwo
            + ": "
            + rounds
            + " rounds, "
            + received
            + " elements received, -Dcsp.stress.seed="
            + seed);
    assertThat(received).isPositive();
  }

  private static final class Cancelled extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static final class Round {
    private final SplittableRandom random;
    private final int selectorsOutOfTwo;
    private final List<Channel<Integer>> channels = new ArrayList<>();
    private final List<Participant> participants = new ArrayList<>();
    private final AtomicIntegerArray sent = new AtomicIntegerArray(PARTICIPANTS * MOST);
    private final AtomicIntegerArray received = new AtomicIntegerArray(PARTICIPANTS * MOST);
    private final AtomicInteger sending = new AtomicInteger(PARTICIPANTS);
    private final AtomicBoolean over = new AtomicBoolean();

    Round(SplittableRandom random, int selectorsOutOfTwo) {
      this.random = random;
      this.selectorsOutOfTwo = selectorsOutOfTwo;
      int count = 2 + random.nextInt(3);
      for (int i = 0; i < count; i++) {
        channels.add(Channel.buffered(random.nextInt(3)));
      }
    }

    long run() {
      int most = 1 + random.nextInt(MOST);
      try (Workers workers = new Workers(Duration.ofSeconds(30))) {
        List<Worker<Void>> all = new ArrayList<>();
        for (int i = 0; i < PARTICIPANTS; i++) {
          Participant participant = new Participant(i, most, random.split());
          participants.add(participant);
          boolean selector = random.nextInt(2) < selectorsOutOfTwo;
          ThreadKind kind = random.nextBoolean() ? ThreadKind.VIRTUAL : ThreadKind.PLATFORM;
          all.add(
              workers.start(
                  kind,
                  (selector ? "selector " : "select ") + i,
                  selector ? participant::rounds : participant::selects));
        }
        SplittableRandom chaos = random.split();
        Worker<Void> interrupter =
            workers.virtual(
                "chaos",
                () -> {
                  while (!over.get()) {
                    all.get(chaos.nextInt(all.size())).interrupt();
                    LockSupport.parkNanos(chaos.nextInt(200_000));
                  }
                });
        try {
          workers.until(() -> sending.get() == 0, "all is sent");
        } finally {
          channels.forEach(Channel::close); // ends those who receive still; if it failed, all
          over.set(true);
        }
        interrupter.result();
      }
      Probe.assertIdle(channels.toArray(Channel<?>[]::new));
      participants.forEach(Participant::checkDone);
      long sum = 0;
      for (int value = 0; value < sent.length(); value++) {
        if (sent.get(value) != received.get(value)) {
          throw new AssertionError(
              value + " was sent " + sent.get(value) + " times, received " + received.get(value));
        }
        sum += received.get(value);
      }
      assertThat(channels).allMatch(channel -> channel.isDrained());
      return sum;
    }

    /** Sends its values on any of the channels, and receives from all of them meanwhile. */
    private final class Participant {
      private final SplittableRandom random;
      private final boolean waits; // one has to: without a buffer, two that only look never meet
      private final int last;
      private int next;
      private int open = channels.size();
      private boolean done;
      private final TestCancellation never = new TestCancellation();
      private final List<TestCancellation> ending = new ArrayList<>();

      Participant(int number, int most, SplittableRandom random) {
        this.random = random;
        this.waits = number == 0;
        this.next = number * MOST;
        this.last = next + most;
      }

      private void sent() {
        Round.this.sent.incrementAndGet(next);
        if (++next == last) {
          done = true;
          sending.decrementAndGet();
        }
      }

      private Clause<Void> send(Channel<Integer> channel) {
        return Select.<Integer, Void>onSendOf(channel, () -> next, this::sent).when(() -> !done);
      }

      private ReceiveClause<Integer, Void> receive(Channel<Integer> channel) {
        return doOnReceive(channel, v -> received.incrementAndGet(v));
      }

      private Clause<?>[] clauses() {
        List<Clause<Void>> clauses = new ArrayList<>();
        for (Channel<Integer> channel : channels) {
          clauses.add(random.nextInt(clauses.size() + 1), send(channel));
          boolean[] on = {true};
          Clause<Void> receives =
              receive(channel)
                  .onClosed(() -> {
                    on[0] = false;
                    open--;
                  })
                  .when(() -> on[0]);
          clauses.add(random.nextInt(clauses.size() + 1), receives);
        }
        clauses.add(
            switch (waits ? 3 : random.nextInt(4)) {
              case 0 -> onDefault(this::rest);
              case 1, 2 -> onTimeout(Duration.ofNanos(random.nextInt(50_000)), () -> {});
              default -> null;
            });
        return clauses.toArray(Clause<?>[]::new);
      }

      /** One that only looks leaves the processor to others, also when it was interrupted. */
      private void rest() {
        Thread.interrupted();
        LockSupport.parkNanos(1_000);
      }

      @SuppressWarnings("unchecked") // all clauses have the same type of result
      void selects() {
        Clause<Void>[] clauses = (Clause<Void>[]) clauses();
        while (open > 0) {
          try {
            switch (random.nextInt(8)) {
              case 0 -> selectFirst(clauses);
              case 1 -> selectFirst(cancellation(), clauses);
              case 2, 3, 4 -> select(cancellation(), clauses);
              default -> select(clauses);
            }
          } catch (InterruptedException | Cancelled nothingDone) {
            // goes on
          }
        }
      }

      /** One that nobody ends, the same each time, or one that somebody ends now. */
      private TestCancellation cancellation() {
        if (random.nextInt(4) > 0) {
          return never;
        }
        TestCancellation next = new TestCancellation();
        ending.add(next);
        Thread.ofVirtual().start(() -> next.end(new Cancelled()));
        return next;
      }

      void rounds() {
        Clause<?>[] clauses = clauses();
        try (Selector selector =
            switch (random.nextInt(3)) {
              case 0 -> Selector.random(clauses);
              case 1 -> Selector.priority(clauses);
              default -> Selector.roundRobin(clauses);
            }) {
          while (open > 0) {
            try {
              if (random.nextInt(4) == 0) {
                selector.select();
              } else {
                selector.select(cancellation());
              }
            } catch (InterruptedException | Cancelled nothingDone) {
              // goes on
            }
          }
        }
      }

      void checkDone() {
        Probe.assertIdle(never.done);
        ending.forEach(cancellation -> Probe.assertIdle(cancellation.done));
      }
    }
  }
}
