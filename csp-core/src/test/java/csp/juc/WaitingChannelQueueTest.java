// SPDX-License-Identifier: Apache-2.0
package csp.juc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Channel;
import csp.ChannelClosedException;
import csp.internal.channel.StandardChannel;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A channel as a queue: who waits in it, and what a close does. */
class WaitingChannelQueueTest {
  private final Workers workers = new Workers();

  @AfterEach
  void joinAll() {
    workers.close();
  }

  private static StandardChannel<String> channel(int capacity, String... elements) {
    StandardChannel<String> channel = new StandardChannel<>(null, capacity);
    for (String element : elements) {
      assertThat(channel.trySend(element)).isTrue();
    }
    return channel;
  }

  private Worker<Void> putter(BlockingQueue<String> queue, String element) {
    return workers.virtual("put " + element, () -> queue.put(element)).awaitParked();
  }

  @ParameterizedTest
  @EnumSource(ThreadKind.class)
  void putWaitsForRoomAndTakeForAnElement(ThreadKind kind) throws InterruptedException {
    BlockingQueue<String> queue = Queues.asBlockingQueue(channel(1, "a"));
    Worker<Void> putter = workers.start(kind, "putter", () -> queue.put("b")).awaitParked();
    assertThat(queue).containsExactly("a");
    assertThat(queue.take()).isEqualTo("a");
    putter.result();
    assertThat(queue.take()).isEqualTo("b");
    Worker<String> taker = workers.start(kind, "taker", () -> queue.take());
    taker.awaitParked();
    queue.put("c");
    assertThat(taker.result()).isEqualTo("c");
  }

  @Test
  void timedFormsWaitForTheirPeer() {
    BlockingQueue<String> queue = Queues.asBlockingQueue(channel(0));
    Worker<Boolean> offer =
        workers.virtual("offer", () -> queue.offer("a", 1, TimeUnit.DAYS)).awaitParked();
    assertThat(queue.poll()).isEqualTo("a");
    assertThat(offer.result()).isTrue();
    Worker<String> poll = workers.virtual("poll", () -> queue.poll(1, TimeUnit.DAYS));
    poll.awaitParked();
    assertThat(queue.offer("b")).isTrue();
    assertThat(poll.result()).isEqualTo("b");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void interruptedCallsHaveDoneNothing(int capacity) {
    StandardChannel<String> channel = channel(capacity);
    BlockingQueue<String> queue = Queues.asBlockingQueue(channel);
    workers.virtual("take", () -> queue.take()).interruptAndJoin();
    workers.virtual("poll", () -> queue.poll(1, TimeUnit.DAYS)).interruptAndJoin();
    for (int i = 0; i < capacity; i++) {
      queue.add("a");
    }
    workers.virtual("put", () -> queue.put("b")).interruptAndJoin();
    workers.virtual("offer", () -> queue.offer("b", 1, TimeUnit.DAYS)).interruptAndJoin();
    assertThat(queue).hasSize(capacity).doesNotContain("b");
    assertThat(channel.waitingSenders() + channel.waitingReceivers()).isZero();
    channel.checkInvariants();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void anInterruptOnEntryCountsAlsoWhereNothingHasToBeWaitedFor(int capacity) {
    BlockingQueue<String> queue = Queues.asBlockingQueue(channel(capacity));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> queue.put("a")).isInstanceOf(InterruptedException.class);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> queue.offer("a", 0, TimeUnit.DAYS))
        .isInstanceOf(InterruptedException.class);
    Thread.currentThread().interrupt();
    assertThatThrownBy(queue::take).isInstanceOf(InterruptedException.class);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> queue.poll(0, TimeUnit.DAYS)).isInstanceOf(InterruptedException.class);
    Thread.currentThread().interrupt();
    assertThat(queue.poll()).isNull();
    assertThat(queue.offer("a")).isEqualTo(capacity == 1);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void elementsOfWhoWaitsAreNotInTheQueue() {
    StandardChannel<String> channel = channel(1, "a");
    BlockingQueue<String> queue = Queues.asBlockingQueue(channel);
    Worker<Void> putter = putter(queue, "b");
    assertThat(queue.contains("b")).isFalse();
    assertThat(queue.remove("b")).isFalse();
    assertThat(queue.removeIf("b"::equals)).isFalse();
    assertThat(queue).hasSize(1).containsExactly("a");
    assertThat(queue.drainTo(new ArrayList<>())).isEqualTo(2);
    putter.result();
  }

  @Test
  void anUnbufferedQueueLooksEmptyAndGivesWhatIsOffered() {
    BlockingQueue<String> queue = Queues.asBlockingQueue(channel(0));
    Worker<Void> a = putter(queue, "a");
    Worker<Void> b = putter(queue, "b");
    assertThat(queue).isEmpty();
    assertThat(queue.peek()).isNull();
    assertThat(queue.remove("a")).isFalse();
    queue.clear();
    assertThat(queue.remainingCapacity()).isZero();
    List<String> sink = new ArrayList<>();
    assertThat(queue.drainTo(sink, 1)).isEqualTo(1);
    assertThat(queue.drainTo(sink)).isEqualTo(1);
    assertThat(sink).containsExactly("a", "b");
    a.result();
    b.result();
  }

  /** Fault: {@code cutStep} that does not collect; C3 breaks and the putters stay. */
  @Test
  void aRemovedElementMakesRoomForTheOldestWhoWaits() {
    StandardChannel<String> channel = channel(3, "a", "b", "c");
    BlockingQueue<String> queue = Queues.asBlockingQueue(channel);
    Iterator<String> iterator = queue.iterator();
    Worker<Void> d = putter(queue, "d");
    Worker<Void> e = putter(queue, "e");
    Worker<Void> f = putter(queue, "f");
    Worker<Void> g = putter(queue, "g");
    assertThat(queue.remove("b")).isTrue();
    d.result();
    assertThat(queue).containsExactly("a", "c", "d");
    channel.checkInvariants();
    iterator.next();
    iterator.remove();
    e.result();
    assertThat(queue).containsExactly("c", "d", "e");
    assertThat(queue.removeIf(element -> !element.equals("d"))).isTrue();
    f.result();
    g.result();
    assertThat(queue).containsExactly("d", "f", "g");
    channel.checkInvariants();
  }

  @Test
  void clearLetsThoseWhoWaitIn() {
    StandardChannel<String> channel = channel(2, "a", "b");
    BlockingQueue<String> queue = Queues.asBlockingQueue(channel);
    Worker<Void> putter = putter(queue, "c");
    queue.clear();
    putter.result();
    assertThat(queue).containsExactly("c");
    channel.checkInvariants();
  }

  // Closed

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, StandardChannel.UNBOUNDED})
  void aClosedQueueRefusesAndTellsTheEnd(int capacity) throws InterruptedException {
    StandardChannel<String> channel = channel(capacity);
    BlockingQueue<String> queue = Queues.asBlockingQueue(channel);
    channel.close();
    assertThat(queue.offer("a")).isFalse();
    assertThat(queue.offer("a", 1, TimeUnit.DAYS)).isFalse();
    for (Runnable add : List.<Runnable>of(() -> queue.add("a"), () -> queue.addAll(List.of("a")))) {
      assertThatIllegalStateException()
          .isThrownBy(add::run)
          .isInstanceOf(ChannelClosedException.class)
          .withMessage("send on closed channel")
          .withNoCause();
    }
    assertThatThrownBy(() -> queue.put("a"))
        .isInstanceOf(ChannelClosedException.class)
        .hasMessage("send on closed channel");
    assertThatThrownBy(queue::take)
        .isInstanceOf(ChannelClosedException.class)
        .hasMessage("receive from closed channel")
        .hasNoCause();
    assertThat(queue.poll()).isNull();
    assertThat(queue.poll(1, TimeUnit.DAYS)).isNull();
    assertThat(queue.peek()).isNull();
    assertThatThrownBy(queue::remove).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(queue::element).isInstanceOf(NoSuchElementException.class);
    assertThat(queue.remainingCapacity()).isZero();
    assertThat(queue).isEmpty();
    assertThat(queue.remove("a")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {3, StandardChannel.UNBOUNDED})
  void whatIsLeftInAClosedQueueIsThere(int capacity) throws InterruptedException {
    StandardChannel<String> channel = channel(capacity, "a", "b", "c");
    BlockingQueue<String> queue = Queues.asBlockingQueue(channel);
    channel.close();
    assertThat(queue).containsExactly("a", "b", "c");
    assertThat(queue.remainingCapacity()).isZero();
    assertThat(queue.remove("b")).isTrue();
    assertThat(queue.element()).isEqualTo("a");
    assertThat(queue.take()).isEqualTo("a");
    assertThat(channel.isDrained()).isFalse();
    queue.clear();
    assertThat(channel.isDrained()).isTrue();
    assertThatThrownBy(queue::take).isInstanceOf(ChannelClosedException.class);
  }

  @Test
  void aFailureIsTheCauseOfWhatIsThrown() throws InterruptedException {
    StandardChannel<String> channel = channel(1);
    BlockingQueue<String> queue = Queues.asBlockingQueue(channel);
    Exception failure = new Exception("disk full");
    channel.close(failure);
    assertThatThrownBy(queue::take).isInstanceOf(ChannelClosedException.class).hasCause(failure);
    assertThatThrownBy(() -> queue.put("a")).hasCause(failure);
    assertThatThrownBy(() -> queue.add("a")).hasCause(failure);
    assertThat(queue.poll()).isNull();
    assertThat(queue.poll(1, TimeUnit.DAYS)).isNull();
    assertThat(queue.offer("a")).isFalse();
  }

  @Test
  void aCloseEndsWhoWaits() {
    Channel<String> empty = channel(0);
    BlockingQueue<String> queue = Queues.asBlockingQueue(empty);
    Worker<String> take = workers.virtual("take", () -> queue.take());
    Worker<String> poll = workers.virtual("poll", () -> queue.poll(1, TimeUnit.DAYS));
    take.awaitParked();
    poll.awaitParked();
    empty.close();
    assertThat(take.failure()).isInstanceOf(ChannelClosedException.class);
    assertThat(poll.result()).isNull();

    Channel<String> full = channel(1, "a");
    BlockingQueue<String> fullQueue = Queues.asBlockingQueue(full);
    Worker<Void> put = putter(fullQueue, "b");
    Worker<Boolean> offer =
        workers.virtual("offer", () -> fullQueue.offer("b", 1, TimeUnit.DAYS)).awaitParked();
    full.close();
    assertThat(put.failure()).isInstanceOf(ChannelClosedException.class);
    assertThat(offer.result()).isFalse();
    assertThat(fullQueue).containsExactly("a");
  }

  @Test
  void theEndOfAnotherChannelThatAHookMeetsIsNoRefusal() {
    Channel<String> other = channel(1);
    other.close();
    BlockingQueue<String> queue =
        Queues.asBlockingQueue(Channel.named("d").<String>dropOldest(1, other::trySend));
    Collections.addAll(queue, "a");
    assertThatThrownBy(() -> queue.offer("b")).isInstanceOf(ChannelClosedException.class);
    assertThat(queue).containsExactly("b");
  }
}
