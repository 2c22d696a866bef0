// SPDX-License-Identifier: Apache-2.0
package csp.context;

import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.ChannelClosedException;
import csp.Received;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An element is never lost to a cancellation, and never delivered twice: every send and every
 * receive has a context of its own, which ends at any moment by a cancel, a deadline, or its
 * parent; each element whose send returned is received exactly once, and no other.
 *
 * <p>For long, and again from a seed that was printed: {@code -Dcsp.stress.seconds=60
 * -Dcsp.stress.seed=42 -Dsurefire.timeout=0}. The seed decides what every thread does, not when.
 *
 * <p>Seen to fail: a wait that throws the error of its context though a peer was faster.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class ContextStressTest {
  private static final Duration QUICK = Duration.ofMillis(400);
  private static final int SENDERS = 2;
  private static final int RECEIVERS = 2;
  private static final int EACH = 2_000; // elements that a sender tries to send in a round

  private long delivered;
  private long cancelledSends;
  private long cancelledReceives;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void noElementIsLostToACancellation(int capacity) {
    Long seconds = Long.getLong("csp.stress.seconds");
    long nanos = (seconds == null ? QUICK : Duration.ofSeconds(seconds)).toNanos();
    long seed = Long.getLong("csp.stress.seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    long start = System.nanoTime();
    int rounds = 0;
    do {
      try {
        round(capacity, random.split());
      } catch (Throwable failure) {
        throw new AssertionError(
            "round " + rounds + " of -Dcsp.stress.seed=" + seed + ": " + failure, failure);
      }
      rounds++;
    } while (System.nanoTime() - start < nanos);
    System.out.printf(
        "capacity %d: %d rounds, %d delivered, %d sends and %d receives cancelled%n",
        capacity, rounds, delivered, cancelledSends, cancelledReceives);
    assertThat(delivered).isPositive();
    assertThat(cancelledSends + cancelledReceives).isPositive();
  }

  private void round(int capacity, SplittableRandom random) {
    Channel<Integer> channel = Channel.buffered(capacity);
    AtomicReferenceArray<CancellableContext> current =
        new AtomicReferenceArray<>(SENDERS + RECEIVERS);
    AtomicBoolean over = new AtomicBoolean();
    BitSet sent = new BitSet();
    BitSet received = new BitSet();
    CancellableContext root = Context.withCancel(Context.background());
    try (Workers workers = new Workers(Duration.ofSeconds(30))) {
      List<Worker<BitSet>> senders = new ArrayList<>();
      List<Worker<BitSet>> receivers = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        int slot = i;
        SplittableRandom own = random.split();
        senders.add(
            workers.start(kind(own), "sender " + i, () -> send(channel, root, current, slot, own)));
      }
      for (int i = 0; i < RECEIVERS; i++) {
        int slot = SENDERS + i;
        SplittableRandom own = random.split();
        receivers.add(
            workers.start(
                kind(own), "receiver " + i, () -> receive(channel, root, current, slot, own)));
      }
      SplittableRandom own = random.split();
      Worker<Void> canceller =
          workers.start(
              kind(own),
              "canceller",
              () -> {
                while (!over.get()) {
                  CancellableContext victim = current.get(own.nextInt(current.length()));
                  if (victim != null) {
                    victim.cancel();
                  }
                  Thread.yield();
                }
              });
      for (Worker<BitSet> sender : senders) {
        BitSet accepted = sender.result();
        cancelledSends += EACH - accepted.cardinality();
        assertThat(sent.intersects(accepted)).isFalse();
        sent.or(accepted);
      }
      channel.close();
      for (Worker<BitSet> receiver : receivers) {
        BitSet got = receiver.result();
        assertThat(received.intersects(got)).as("received twice").isFalse();
        received.or(got);
      }
      over.set(true);
      canceller.result();
    }
    assertThat(received).isEqualTo(sent);
    assertThat(channel.waitingReceivers() + channel.waitingSenders()).as("queued").isZero();
    assertThat(channel.tryReceive()).isEqualTo(Received.closed(null));
    assertThat(Contexts.links(root)).as("contexts left behind").isLessThanOrEqualTo(80);
    delivered += sent.cardinality();
  }

  private static ThreadKind kind(SplittableRandom random) {
    return random.nextBoolean() ? ThreadKind.VIRTUAL : ThreadKind.PLATFORM;
  }

  private static CancellableContext next(Context root, SplittableRandom random) {
    return switch (random.nextInt(8)) {
      case 0 -> Context.withTimeout(root, Duration.ofNanos(random.nextInt(100_000)));
      case 1 -> Context.withCancel(Context.withValue(root, Key.named("n"), 1));
      default -> Context.withCancel(root);
    };
  }

  private static BitSet send(
      Channel<Integer> channel,
      Context root,
      AtomicReferenceArray<CancellableContext> current,
      int slot,
      SplittableRandom random)
      throws InterruptedException {
    BitSet accepted = new BitSet();
    for (int i = 0; i < EACH; i++) {
      int element = slot * EACH + i;
      try (CancellableContext context = next(root, random)) {
        current.set(slot, context);
        channel.send(element, context);
        accepted.set(element);
      } catch (ContextException cancelled) {
        // the element is still ours
      } catch (ChannelClosedException closed) {
        throw new AssertionError("closed too early", closed);
      }
    }
    return accepted;
  }

  private BitSet receive(
      Channel<Integer> channel,
      Context root,
      AtomicReferenceArray<CancellableContext> current,
      int slot,
      SplittableRandom random)
      throws InterruptedException {
    BitSet got = new BitSet();
    while (true) {
      try (CancellableContext context = next(root, random)) {
        current.set(slot, context);
        Integer element = channel.receive(context);
        if (element == null) {
          return got;
        }
        assertThat(got.get(element)).as("received twice").isFalse();
        got.set(element);
      } catch (ContextException cancelled) {
        countCancelledReceive();
      }
    }
  }

  private synchronized void countCancelledReceive() {
    cancelledReceives++;
  }
}
