// SPDX-License-Identifier: Apache-2.0
package csp;

import static org.assertj.core.api.Assertions.assertThat;

import csp.ChannelStressTest.LongList;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/** One round of the stress test: one channel, used by a few threads until it is closed. */
final class StressRound {
  private static final int LARGEST = 1_500; // elements that a producer sends at most

  private final Channel<Long> channel;
  private final AtomicLong operations = new AtomicLong();
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicBoolean over = new AtomicBoolean();
  private final List<Producer> producers = new ArrayList<>();
  private final List<Consumer> consumers = new ArrayList<>();
  private int mostConsumers = 4;
  private LongList dropped = new LongList();

  StressRound(Channel<Long> channel) {
    this.channel = channel;
  }

  StressRound consumers(int most) {
    mostConsumers = most;
    return this;
  }

  StressRound dropping(LongList hook) {
    dropped = hook;
    return this;
  }

  long operations() {
    return operations.get();
  }

  long received() {
    return consumers.stream().mapToLong(consumer -> consumer.received.size()).sum();
  }

  void run(SplittableRandom random) {
    int senders = 1 + random.nextInt(4);
    int receivers = 1 + random.nextInt(mostConsumers);
    int most = 1 + random.nextInt(LARGEST);
    // Beyond what is sent at most: then the producers end by themselves.
    long closeAt = random.nextInt(senders * most * 5 / 4 + 1);
    try (Workers workers = new Workers(Duration.ofSeconds(30))) {
      List<Worker<Void>> sending = new ArrayList<>();
      List<Thread> victims = new ArrayList<>();
      for (int i = 0; i < senders; i++) {
        Producer producer = new Producer(i, most, random.split());
        producers.add(producer);
        sending.add(workers.start(kind(random), "producer " + i, producer::run));
        victims.add(sending.getLast().thread());
      }
      for (int i = 0; i < receivers; i++) {
        Consumer consumer = new Consumer(random.split());
        consumers.add(consumer);
        victims.add(workers.start(kind(random), "consumer " + i, consumer::run).thread());
      }
      SplittableRandom chaos = random.split();
      Worker<Void> interrupter =
          workers.start(kind(random), "chaos", () -> interrupt(victims, chaos));
      workers.until(
          () -> accepted.get() >= closeAt || sending.stream().allMatch(Worker::isDone),
          "close at " + closeAt + " of " + channel);
      close(random);
      over.set(true);
      interrupter.result();
    }
    check();
  }

  private static ThreadKind kind(SplittableRandom random) {
    return random.nextBoolean() ? ThreadKind.VIRTUAL : ThreadKind.PLATFORM;
  }

  private void close(SplittableRandom random) {
    switch (random.nextInt(3)) {
      case 0 -> channel.close();
      case 1 -> assertThat(channel.tryClose()).isTrue();
      default -> channel.close(new Exception("closed by the test"));
    }
    assertThat(channel.tryClose()).isFalse();
  }

  private void interrupt(List<Thread> victims, SplittableRandom random) {
    while (!over.get()) {
      victims.get(random.nextInt(victims.size())).interrupt();
      LockSupport.parkNanos(random.nextInt(200_000));
    }
  }

  private void check() {
    Probe.checkInvariants(channel);
    assertThat(channel.waitingSenders()).as("waiting senders").isZero();
    assertThat(channel.waitingReceivers()).as("waiting receivers").isZero();
    assertThat(channel.length()).as("left in the buffer").isZero();
    long[] sent = sorted(producers.stream().flatMapToLong(p -> p.accepted.stream()));
    long[] got =
        sorted(
            LongStream.concat(
                consumers.stream().flatMapToLong(consumer -> consumer.received.stream()),
                dropped.stream()));
    if (!Arrays.equals(sent, got)) {
      throw new AssertionError(
          "sent "
              + sent.length
              + ", received or dropped "
              + got.length
              + "; lost "
              + missing(sent, got)
              + ", not accepted or doubled "
              + missing(got, sent));
    }
    consumers.forEach(Consumer::checkOrder);
    for (Participant participant : participants()) {
      assertThat(participant.never.done.waitingReceivers()).as("queued on done").isZero();
      Probe.checkInvariants(participant.never.done);
    }
  }

  private List<Participant> participants() {
    List<Participant> all = new ArrayList<>(producers);
    all.addAll(consumers);
    return all;
  }

  private static long[] sorted(LongStream values) {
    return values.sorted().toArray();
  }

  /** The first few that are more often in {@code these} than in {@code others}; both are sorted. */
  private static List<String> missing(long[] these, long[] others) {
    List<String> missing = new ArrayList<>();
    int at = 0;
    for (long value : these) {
      while (at < others.length && others[at] < value) {
        at++;
      }
      if (at < others.length && others[at] == value) {
        at++;
      } else if (missing.size() < 5) {
        missing.add((value >>> 32) + ":" + (int) value);
      }
    }
    return missing;
  }

  /** What producers and consumers share: chance, counting, cancellation. */
  private abstract class Participant {
    final SplittableRandom random;
    final TestCancellation never = new TestCancellation(); // waits join it, nobody ends it

    Participant(SplittableRandom random) {
      this.random = random;
    }

    void count() {
      operations.incrementAndGet();
    }

    Duration tiny() {
      return Duration.ofNanos(random.nextInt(50_000));
    }

    /** One that somebody ends now, or nobody ever. */
    TestCancellation cancellation() {
      if (random.nextInt(4) > 0) {
        return never;
      }
      TestCancellation ending = new TestCancellation();
      Thread.ofVirtual().start(() -> ending.end(new Cancelled()));
      return ending;
    }
  }

  private static final class Cancelled extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private final class Producer extends Participant {
    final LongList accepted = new LongList();
    private final int most;
    private long next;

    Producer(int number, int most, SplittableRandom random) {
      super(random);
      this.next = (long) number << 32;
      this.most = most;
    }

    void run() {
      while ((int) next < most) {
        count();
        try {
          sendSome();
        } catch (InterruptedException interrupted) {
          if (!(interrupted instanceof InterruptedSendException)) {
            next++; // not accepted: a gap
          }
        } catch (ChannelClosedException closed) {
          return;
        } catch (Cancelled cancelled) {
          if (IncompleteSendException.sentBefore(cancelled).isEmpty()) {
            next++;
          }
        }
      }
    }

    private void sendSome() throws InterruptedException {
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> {
          channel.send(next);
          accept(1);
        }
        case 3 -> acceptIf(channel.trySend(next));
        case 4 -> acceptIf(channel.trySend(next, tiny()));
        case 5 -> {
          channel.send(next, cancellation());
          accept(1);
        }
        default -> sendBatch();
      }
    }

    private void sendBatch() throws InterruptedException {
      int size = random.nextInt(20);
      List<Long> batch = LongStream.range(next, next + size).boxed().toList();
      Iterable<Long> values = random.nextBoolean() ? batch : batch::iterator;
      int sent = size;
      try {
        if (random.nextBoolean()) {
          channel.sendAll(values);
        } else {
          channel.sendAll(values, cancellation());
        }
      } catch (InterruptedSendException | ChannelClosedException | Cancelled ended) {
        sent = IncompleteSendException.sentBefore(ended).orElseThrow();
        throw ended;
      } finally {
        accept(sent);
        next += size - sent;
      }
    }

    private void acceptIf(boolean sent) {
      if (sent) {
        accept(1);
      } else {
        next++;
      }
    }

    private void accept(int count) {
      for (int i = 0; i < count; i++) {
        accepted.add(next++);
      }
      StressRound.this.accepted.addAndGet(count);
    }
  }

  private final class Consumer extends Participant {
    final LongList received = new LongList();

    Consumer(SplittableRandom random) {
      super(random);
    }

    void run() {
      boolean more = true;
      while (more) {
        count();
        try {
          more = receiveSome();
        } catch (InterruptedException interrupted) {
          // goes on
        } catch (InterruptedReceiveException interrupted) {
          Thread.interrupted();
        } catch (ChannelClosedException closed) {
          more = false;
        } catch (Cancelled cancelled) {
          // goes on
        }
      }
    }

    /** False when the channel is closed and drained. */
    private boolean receiveSome() throws InterruptedException {
      return switch (random.nextInt(9)) {
        case 0, 1, 2 -> take(channel.receive());
        case 3 -> take(channel.tryReceive());
        case 4 -> take(channel.tryReceive(tiny()));
        case 5 -> take(channel.receive(cancellation()));
        case 6 -> {
          List<Long> batch = new ArrayList<>();
          int most = 1 + random.nextInt(20);
          int count =
              random.nextBoolean()
                  ? channel.receiveBatch(batch, most)
                  : channel.receiveBatch(batch, most, cancellation());
          batch.forEach(this::take);
          assertThat(batch).hasSize(count);
          yield count > 0;
        }
        case 7 -> {
          List<Long> batch = new ArrayList<>();
          int count = channel.drainTo(batch, random.nextInt(20));
          batch.forEach(this::take);
          assertThat(batch).hasSize(count);
          yield true;
        }
        default -> {
          for (Long value : random.nextBoolean() ? channel : channel.until(cancellation())) {
            take(value);
            if (random.nextInt(4) == 0) {
              yield true;
            }
          }
          yield false;
        }
      };
    }

    private boolean take(Received<Long> answer) {
      if (answer instanceof Received.Value<Long>(Long value)) {
        received.add(value);
      }
      return !(answer instanceof Received.Closed<Long>);
    }

    private boolean take(Long value) {
      if (value != null) {
        received.add(value);
      }
      return value != null;
    }

    void checkOrder() {
      long[] last = new long[producers.size()];
      Arrays.fill(last, -1);
      received.stream()
          .forEach(value -> {
            int producer = (int) (value >>> 32);
            if (value <= last[producer]) {
              throw new AssertionError(
                  "producer " + producer + ": " + (int) value + " after " + (int) last[producer]);
            }
            last[producer] = value;
          });
    }
  }
}
