// SPDX-License-Identifier: Apache-2.0
package csp.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Channel;
import csp.ChannelClosedException;
import csp.ReceiveChannel;
import csp.Received;
import csp.SendChannel;
import csp.testkit.Await;
import csp.testkit.Capacities;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the tests of Go's runtime and compiler ask of its channels, asked of ours: the same
 * properties in our own words, on the public API alone. Each test names where Go asks.
 */
class GoChannelTest {
  /**
   * runtime TestChan, first part: an operation that cannot go on waits, and its try form says so.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 20})
  void emptyMakesReceiversWaitAndFullMakesSendersWait(int capacity) {
    Channel<Integer> channel = Channel.buffered(capacity);
    try (Workers workers = new Workers()) {
      Worker<Integer> first = workers.virtual("first", () -> channel.receive());
      Worker<Integer> second = workers.virtual("second", () -> channel.receive());
      workers.until(() -> channel.waitingReceivers() == 2, "both wait");
      assertThat(channel.tryReceive()).isEqualTo(Received.empty());
      assertThat(channel.trySend(0)).isTrue();
      assertThat(channel.trySend(0)).isTrue();
      assertThat(first.result() + second.result()).isZero();

      for (int i = 0; i < capacity; i++) {
        assertThat(channel.trySend(i)).isTrue();
      }
      Worker<Void> sender = workers.virtual("sender", () -> channel.send(capacity));
      workers.until(() -> channel.waitingSenders() == 1, "waits for room");
      assertThat(channel.trySend(-1)).isFalse();
      assertThat(channel.length()).isEqualTo(capacity);
      assertThat(channel.capacity()).isEqualTo(capacity);
      for (int i = 0; i <= capacity; i++) {
        assertThat(channel.tryReceive()).isEqualTo(new Received.Value<>(i));
      }
      sender.result();
    }
  }

  /** runtime TestChan: close keeps what is buffered, then answers the zero value for ever. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 20})
  void closedGivesWhatItHoldsThenTheZeroValue(int capacity) throws InterruptedException {
    Channel<Integer> channel = Channel.buffered(capacity);
    for (int i = 0; i < capacity; i++) {
      channel.send(i);
    }
    channel.close();
    for (int i = 0; i < capacity; i++) {
      assertThat(channel.receive()).isEqualTo(i);
    }
    assertThat(channel.receive()).isNull();
    assertThat(channel.tryReceive()).isEqualTo(Received.closed(null));
  }

  /** runtime TestChan: a receiver that waits learns of the close. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 20})
  void closeEndsAWaitingReceive(int capacity) {
    Channel<Integer> channel = Channel.buffered(capacity);
    try (Workers workers = new Workers()) {
      Worker<Boolean> receiver = workers.virtual("receiver", () -> channel.receive() == null);
      workers.until(() -> channel.waitingReceivers() == 1, "waits");
      channel.close();
      assertThat(receiver.result()).isTrue();
    }
  }

  /** runtime TestChan: a hundred elements arrive in order. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 20})
  void elementsArriveInTheOrderSent(int capacity) throws InterruptedException {
    Channel<Integer> channel = Channel.buffered(capacity);
    try (Workers workers = new Workers()) {
      workers.virtual(
          "sender",
          () -> {
            for (int i = 0; i < 100; i++) {
              channel.send(i);
            }
          });
      for (int i = 0; i < 100; i++) {
        assertThat(channel.receive()).isEqualTo(i);
      }
    }
  }

  /** runtime TestChan: with several senders and receivers every element arrives once. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 20})
  void everyElementOfSeveralSendersArrivesOnce(int capacity) {
    int each = 1_000;
    int pairs = 4;
    Channel<Integer> channel = Channel.buffered(capacity);
    try (Workers workers = new Workers()) {
      List<Worker<Map<Integer, Integer>>> receivers = new ArrayList<>();
      for (int pair = 0; pair < pairs; pair++) {
        workers.virtual(
            "sender " + pair,
            () -> {
              for (int i = 0; i < each; i++) {
                channel.send(i);
              }
            });
        receivers.add(
            workers.virtual(
                "receiver " + pair,
                () -> {
                  Map<Integer, Integer> seen = new HashMap<>();
                  for (int i = 0; i < each; i++) {
                    seen.merge(channel.receive(), 1, Integer::sum);
                  }
                  return seen;
                }));
      }
      Map<Integer, Integer> all = new HashMap<>();
      receivers.forEach(receiver ->
          receiver.result().forEach((value, count) -> all.merge(value, count, Integer::sum)));
      assertThat(all).hasSize(each).allSatisfy((value, count) -> assertThat(count).isEqualTo(4));
      assertThat(channel.length()).isZero();
    }
  }

  /**
   * runtime TestNonblockRecvRace: close, then receive, races with a try-receive of one buffered
   * element. There is an element or an end at every moment, so "nothing yet" is wrong.
   *
   * <p>Fails if the lock-free answer reads closed before it reads empty: the close, and the receive
   * of the last element, come in between. The two threads spin, to come as close as they can; a
   * busy machine may hide the fault for a run, so there is a limit of time.
   */
  @Test
  void tryReceiveIsNeverEmptyWhileTheChannelCloses() {
    AtomicReference<Channel<Integer>> next = new AtomicReference<>();
    AtomicInteger looked = new AtomicInteger();
    Channel<Integer> end = Channel.unbuffered();
    try (Workers workers = new Workers()) {
      Worker<Integer> looking =
          workers.platform(
              "looking",
              () -> {
                int empty = 0;
                while (true) {
                  Channel<Integer> channel = next.getAndSet(null);
                  if (channel == end) {
                    return empty;
                  }
                  if (channel != null) {
                    empty += channel.tryReceive() instanceof Received.Empty<Integer> ? 1 : 0;
                    looked.incrementAndGet();
                  }
                  Thread.onSpinWait();
                }
              });
      long deadline = System.nanoTime() + 1_000_000_000L;
      int rounds = 0;
      while (rounds < 100_000 && System.nanoTime() - deadline < 0) {
        Channel<Integer> channel = Channel.buffered(1);
        channel.trySend(1);
        next.set(channel);
        for (int spins = rounds % 40; spins > 0; spins--) {
          Thread.onSpinWait();
        }
        channel.close();
        channel.tryReceive();
        rounds++;
        int done = rounds;
        Await.until(() -> looked.get() == done, "has looked", looking.thread());
      }
      next.set(end);
      assertThat(looking.result()).as("answers that nothing was there, of " + rounds).isZero();
    }
  }

  /** runtime TestMultiConsumer: uneven consumers in between lose and add nothing. */
  @Test
  void manyConsumersBetweenTwoChannelsKeepTheSum() throws InterruptedException {
    int consumers = 23;
    int count = 2_000;
    int[] primes = {2, 3, 7, 11, 13, 17, 19, 23, 27, 31};
    Channel<Integer> work = Channel.buffered(consumers * 3);
    Channel<Integer> results = Channel.buffered(consumers * 3);
    try (Workers workers = new Workers()) {
      AtomicInteger running = new AtomicInteger(consumers);
      for (int i = 0; i < consumers; i++) {
        int prime = primes[i % primes.length];
        workers.virtual(
            "consumer " + i,
            () -> {
              for (int value : work) {
                if (value % prime == 0) {
                  Thread.yield();
                }
                results.send(value);
              }
              if (running.decrementAndGet() == 0) {
                results.close();
              }
            });
      }
      workers.virtual(
          "feeder",
          () -> {
            for (int i = 0; i < count; i++) {
              work.send(i);
            }
            work.close();
          });
      int received = 0;
      long sum = 0;
      for (int value : results) {
        received++;
        sum += value;
      }
      assertThat(received).isEqualTo(count);
      assertThat(sum).isEqualTo((long) count * (count - 1) / 2);
    }
  }

  /** runtime TestChanSendInterface: an element may be of any class, and arrives as it is. */
  @Test
  void elementOfAnyClassArrivesAsItIs() throws InterruptedException {
    Channel<Object> channel = Channel.buffered(4);
    Object[] elements = {"text", new int[] {1}, new Object(), channel};
    for (Object element : elements) {
      channel.send(element);
    }
    for (Object element : elements) {
      assertThat(channel.receive()).isSameAs(element);
    }
  }

  /** test/chan/fifo.go: a buffered channel is a queue. */
  @Test
  void bufferedChannelIsAQueue() throws InterruptedException {
    Channel<Integer> channel = Channel.buffered(10);
    for (int i = 0; i < 10; i++) {
      channel.send(i);
    }
    for (int i = 0; i < 10; i++) {
      assertThat(channel.receive()).isEqualTo(i);
    }
  }

  /** test/chan/fifo.go: goroutines that wait on one channel are served in the order they came. */
  @Test
  void waitingSendersOfAnUnbufferedChannelAreServedInOrder() throws InterruptedException {
    Channel<Integer> channel = Channel.unbuffered();
    try (Workers workers = new Workers()) {
      for (int i = 0; i < 10; i++) {
        int value = i;
        workers.virtual("sender " + i, () -> channel.send(value));
        workers.until(() -> channel.waitingSenders() == value + 1, "sender " + value + " waits");
      }
      for (int i = 0; i < 10; i++) {
        assertThat(channel.receive()).isEqualTo(i);
      }
    }
  }

  /** test/chan/nonblock.go: try forms succeed exactly when a peer waits or the buffer allows. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void tryFormsSucceedWhenAPeerWaits(int capacity) {
    for (int round = 0; round < 100; round++) {
      Channel<String> channel = Channel.buffered(capacity);
      try (Workers workers = new Workers()) {
        assertThat(channel.tryReceive()).isEqualTo(Received.empty());
        Worker<String> receiver = workers.virtual("receiver", () -> channel.receive());
        workers.until(() -> channel.trySend("hello"), "is handed over");
        if (capacity > 0) {
          workers.until(() -> channel.length() == 0, "is taken");
        }
        assertThat(receiver.result()).isEqualTo("hello");

        Worker<Void> sender = workers.virtual("sender", () -> channel.send("bye"));
        String[] received = new String[1];
        workers.until(() -> (received[0] = channel.tryReceive().orNull()) != null, "is taken");
        assertThat(received[0]).isEqualTo("bye");
        sender.result();
      }
    }
  }

  /** test/chan/sieve1.go: a chain of filters that grows while it runs. */
  @Test
  void primeSieveFindsThePrimes() throws InterruptedException {
    List<Integer> primes = new ArrayList<>();
    try (Workers workers = new Workers()) {
      List<Worker<Void>> stages = new ArrayList<>();
      Channel<Integer> numbers = Channel.unbuffered();
      stages.add(workers.virtual("generate", () -> generate(numbers)));
      ReceiveChannel<Integer> candidates = numbers;
      for (int i = 0; i < 25; i++) {
        int prime = candidates.receive();
        primes.add(prime);
        Channel<Integer> filtered = Channel.unbuffered();
        ReceiveChannel<Integer> source = candidates;
        stages.add(workers.virtual("filter " + prime, () -> filter(source, filtered, prime)));
        candidates = filtered;
      }
      stages.forEach(stage -> stage.thread().interrupt());
      stages.forEach(stage -> assertThat(stage.failure()).isNotNull());
    }
    assertThat(primes)
        .containsExactly(
            2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83,
            89, 97);
  }

  private static void generate(SendChannel<Integer> numbers) throws InterruptedException {
    for (int i = 2; ; i++) {
      numbers.send(i);
    }
  }

  private static void filter(
      ReceiveChannel<Integer> source, SendChannel<Integer> filtered, int prime)
      throws InterruptedException {
    while (true) {
      int candidate = source.receive();
      if (candidate % prime != 0) {
        filtered.send(candidate);
      }
    }
  }

  /** test/chan/goroutines.go: one element through a chain of ten thousand goroutines. */
  @Test
  void elementPassesThroughTenThousandGoroutines() throws InterruptedException {
    Channel<Integer> leftmost = Channel.unbuffered();
    Channel<Integer> right = leftmost;
    try (Workers workers = new Workers()) {
      for (int i = 0; i < 10_000; i++) {
        Channel<Integer> left = right;
        Channel<Integer> next = Channel.unbuffered();
        workers.virtual("link", () -> left.send(next.receive() + 1));
        right = next;
      }
      right.send(0);
      assertThat(leftmost.receive()).isEqualTo(10_000);
    }
  }

  /** test/closedchan.go: every operation on a closed channel, and none leaves a trace. */
  @ParameterizedTest
  @Capacities
  void closedChannelAnswersEveryOperation(int capacity) throws InterruptedException {
    Channel<Integer> channel = Channel.buffered(capacity);
    channel.close();
    for (int i = 0; i < 3; i++) {
      assertThat(channel.receive()).isNull();
      assertThat(channel.tryReceive()).isEqualTo(Received.closed(null));
      assertThatThrownBy(() -> channel.send(1))
          .isInstanceOf(ChannelClosedException.class)
          .hasMessage("send on closed channel");
      assertThatThrownBy(() -> channel.trySend(1))
          .isInstanceOf(ChannelClosedException.class)
          .hasMessage("send on closed channel");
      assertThatThrownBy(channel::close)
          .isInstanceOf(ChannelClosedException.class)
          .hasMessage("close of closed channel");
    }
  }

  /** runtime/race TestNoRaceChanMutex: one slot is a mutex. */
  @Test
  void channelWithOneSlotIsAMutex() {
    Channel<Boolean> mutex = Channel.buffered(1);
    int[] counter = new int[1];
    try (Workers workers = new Workers()) {
      for (int i = 0; i < 4; i++) {
        workers.virtual(
            "worker " + i,
            () -> {
              for (int k = 0; k < 500; k++) {
                mutex.send(true);
                counter[0]++;
                mutex.receive();
              }
            });
      }
    }
    assertThat(counter[0]).isEqualTo(2_000);
  }

  /** runtime BenchmarkChanSem, as a property: a channel with n slots admits n at a time. */
  @Test
  void channelWithSlotsIsASemaphore() {
    int slots = 3;
    Channel<Boolean> semaphore = Channel.buffered(slots);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (Workers workers = new Workers()) {
      for (int i = 0; i < 10; i++) {
        workers.virtual(
            "worker " + i,
            () -> {
              for (int k = 0; k < 200; k++) {
                semaphore.send(true);
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                Thread.yield();
                inside.decrementAndGet();
                semaphore.receive();
              }
            });
      }
    }
    assertThat(most.get()).isBetween(1, slots);
  }

  /** runtime/race TestNoRaceChanWaitGroup: a receive for each task waits for all of them. */
  @Test
  void receivingOncePerTaskWaitsForAll() throws InterruptedException {
    int tasks = 100;
    int[] done = new int[tasks];
    Channel<Boolean> finished = Channel.unbuffered();
    try (Workers workers = new Workers()) {
      for (int i = 0; i < tasks; i++) {
        int task = i;
        workers.virtual(
            "task " + i,
            () -> {
              done[task] = 1;
              finished.send(true);
            });
      }
      for (int i = 0; i < tasks; i++) {
        finished.receive();
      }
      assertThat(IntStream.of(done).sum()).isEqualTo(tasks);
    }
  }

  /** A close announces to any number of goroutines at once, as Go programs use it. */
  @Test
  void closeReleasesAllWhoWait() throws InterruptedException {
    Channel<Void> start = Channel.unbuffered();
    CountDownLatch released = new CountDownLatch(1_000);
    try (Workers workers = new Workers()) {
      for (int i = 0; i < 1_000; i++) {
        workers.virtual(
            "runner",
            () -> {
              start.receive();
              released.countDown();
            });
      }
      workers.until(() -> start.waitingReceivers() == 1_000, "all wait");
      start.close();
      workers.joinAll();
      assertThat(released.getCount()).isZero();
    }
  }
}
