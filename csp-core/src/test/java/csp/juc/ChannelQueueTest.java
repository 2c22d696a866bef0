// SPDX-License-Identifier: Apache-2.0
package csp.juc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Channel;
import csp.internal.channel.StandardChannel;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every method of a channel as a queue, where nobody waits, and for each kind of channel. */
class ChannelQueueTest {
  private static final int UNBOUNDED = StandardChannel.UNBOUNDED;

  private static BlockingQueue<String> queue(int capacity, String... elements) {
    BlockingQueue<String> queue =
        Queues.asBlockingQueue(Channel.<String>named("q").buffered(capacity));
    Collections.addAll(queue, elements);
    return queue;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, UNBOUNDED})
  void anEmptyQueueHasNothing(int capacity) throws InterruptedException {
    BlockingQueue<String> queue = queue(capacity);
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.size()).isZero();
    assertThat(queue.remainingCapacity()).isEqualTo(capacity);
    assertThat(queue.peek()).isNull();
    assertThat(queue.poll()).isNull();
    assertThat(queue.poll(0, TimeUnit.SECONDS)).isNull();
    assertThat(queue.poll(-1, TimeUnit.SECONDS)).isNull();
    assertThat(queue.poll(1, TimeUnit.MILLISECONDS)).isNull();
    assertThatThrownBy(queue::remove).isExactlyInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(queue::element).isExactlyInstanceOf(NoSuchElementException.class);
    assertThat(queue.contains("a")).isFalse();
    assertThat(queue.remove("a")).isFalse();
    assertThat(queue.removeAll(List.of("a"))).isFalse();
    assertThat(queue.retainAll(List.of())).isFalse();
    assertThat(queue.removeIf(any -> true)).isFalse();
    assertThat(queue.toArray()).isEmpty();
    assertThat(queue.iterator().hasNext()).isFalse();
    assertThatThrownBy(() -> queue.iterator().next()).isInstanceOf(NoSuchElementException.class);
    assertThat(queue.stream()).isEmpty();
    assertThat(queue.drainTo(new ArrayList<>())).isZero();
    assertThat(queue.containsAll(List.of())).isTrue();
    queue.clear();
    queue.forEach(any -> {
      throw new AssertionError(any);
    });
    assertThat(queue).hasToString("[]");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void aFullQueueRefuses(int capacity) throws InterruptedException {
    BlockingQueue<String> queue =
        queue(capacity, Collections.nCopies(capacity, "a").toArray(String[]::new));
    assertThat(queue.remainingCapacity()).isZero();
    assertThat(queue.size()).isEqualTo(capacity);
    assertThat(queue.offer("b")).isFalse();
    assertThat(queue.offer("b", 0, TimeUnit.SECONDS)).isFalse();
    assertThat(queue.offer("b", 1, TimeUnit.MILLISECONDS)).isFalse();
    assertThatIllegalStateException().isThrownBy(() -> queue.add("b")).withMessage("Queue full");
    assertThatIllegalStateException()
        .isThrownBy(() -> queue.addAll(List.of("b")))
        .withMessage("Queue full");
    assertThat(queue).doesNotContain("b").hasSize(capacity);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, UNBOUNDED})
  void whatIsAddedInEveryWayComesOutInOrderInEveryWay(int capacity) throws InterruptedException {
    BlockingQueue<String> queue = queue(capacity);
    assertThat(queue.add("a")).isTrue();
    assertThat(queue.offer("b")).isTrue();
    queue.put("c");
    assertThat(queue.remainingCapacity()).isEqualTo(capacity == 3 ? 0 : UNBOUNDED);
    assertThat(queue.peek()).isEqualTo("a");
    assertThat(queue.element()).isEqualTo("a");
    assertThat(queue.take()).isEqualTo("a");
    assertThat(queue.offer("d", 1, TimeUnit.DAYS)).isTrue();
    assertThat(queue.poll()).isEqualTo("b");
    assertThat(queue.addAll(List.of("e"))).isTrue();
    assertThat(queue.remove()).isEqualTo("c");
    assertThat(queue.poll(1, TimeUnit.DAYS)).isEqualTo("d");
    assertThat(queue).containsExactly("e").hasToString("[e]");
  }

  @Test
  void addAllStopsAtTheFirstThatDoesNotFit() {
    BlockingQueue<String> queue = queue(3, "a", "b");
    assertThatIllegalStateException()
        .isThrownBy(() -> queue.addAll(List.of("c", "d")))
        .withMessage("Queue full");
    assertThat(queue).containsExactly("a", "b", "c");
    assertThat(queue.addAll(List.of())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, UNBOUNDED})
  void nullIsRefusedByWhatAddsAndUnknownToTheOthers(int capacity) {
    BlockingQueue<String> queue = queue(capacity);
    assertThatNullPointerException().isThrownBy(() -> queue.add(null));
    assertThatNullPointerException().isThrownBy(() -> queue.offer(null));
    assertThatNullPointerException().isThrownBy(() -> queue.put(null));
    assertThatNullPointerException().isThrownBy(() -> queue.offer(null, 1, TimeUnit.DAYS));
    assertThatNullPointerException().isThrownBy(() -> queue.offer("a", 1, null));
    assertThatNullPointerException().isThrownBy(() -> queue.poll(1, null));
    assertThatNullPointerException().isThrownBy(() -> queue.addAll(null));
    assertThatNullPointerException().isThrownBy(() -> queue.addAll(Arrays.asList((String) null)));
    assertThatNullPointerException().isThrownBy(() -> queue.drainTo(null));
    assertThatNullPointerException().isThrownBy(() -> queue.drainTo(null, 0));
    assertThatNullPointerException().isThrownBy(() -> queue.removeIf(null));
    assertThatNullPointerException().isThrownBy(() -> queue.removeAll(null));
    assertThatNullPointerException().isThrownBy(() -> queue.retainAll(null));
    assertThatNullPointerException().isThrownBy(() -> queue.containsAll(null));
    assertThatNullPointerException().isThrownBy(() -> queue.forEach(null));
    assertThatNullPointerException().isThrownBy(() -> queue.toArray((String[]) null));
    assertThat(queue.contains(null)).isFalse();
    assertThat(queue.remove(null)).isFalse();
    assertThat(queue).isEmpty();
  }

  @Test
  void theFactoryRefusesNull() {
    assertThatNullPointerException()
        .isThrownBy(() -> Queues.asBlockingQueue(null))
        .withMessage("channel must not be null");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void aQueueIsNotPutIntoItself(int capacity) {
    Channel<Object> channel = Channel.buffered(capacity);
    BlockingQueue<Object> queue = Queues.asBlockingQueue(channel);
    for (BlockingQueue<Object> same : List.of(queue, Queues.asBlockingQueue(channel))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> queue.drainTo(same))
          .withMessage("sink must not be this queue");
      assertThatIllegalArgumentException().isThrownBy(() -> queue.drainTo(same, 0));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> queue.addAll(same))
          .withMessage("elements must not be this queue");
    }
    assertThat(queue.drainTo(Queues.asBlockingQueue(Channel.buffered(1)))).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {3, UNBOUNDED})
  void drainToTakesTheOldestUpToItsLimit(int capacity) {
    BlockingQueue<String> queue = queue(capacity, "a", "b", "c");
    List<String> sink = new ArrayList<>();
    assertThat(queue.drainTo(sink, 0)).isZero();
    assertThat(queue.drainTo(sink, -1)).isZero();
    assertThat(queue.drainTo(sink, 2)).isEqualTo(2);
    assertThat(sink).containsExactly("a", "b");
    assertThat(queue.drainTo(sink)).isEqualTo(1);
    assertThat(sink).containsExactly("a", "b", "c");
  }

  @Test
  void drainToLosesOnlyWhatTheSinkRefuses() {
    BlockingQueue<String> queue = queue(4, "a", "b", "c", "d");
    BlockingQueue<String> sink = new ArrayBlockingQueue<>(2);
    assertThatIllegalStateException().isThrownBy(() -> queue.drainTo(sink));
    assertThat(sink).containsExactly("a", "b");
    assertThat(queue).containsExactly("d");
  }

  @ParameterizedTest
  @ValueSource(ints = {4, UNBOUNDED})
  void whatIsRemovedInTheMiddleLeavesTheOrder(int capacity) {
    BlockingQueue<String> queue = queue(capacity, "a", "b", "a", "c");
    assertThat(queue.remove(new String("a"))).isTrue();
    assertThat(queue).containsExactly("b", "a", "c");
    assertThat(queue.remove((Object) "a")).isTrue();
    assertThat(queue.remove("x")).isFalse();
    assertThat(queue).containsExactly("b", "c");
    assertThat(queue.removeAll(List.of("c", "x"))).isTrue();
    assertThat(queue.retainAll(List.of("b"))).isFalse();
    assertThat(queue.retainAll(List.of())).isTrue();
    assertThat(queue).isEmpty();
  }

  /**
   * There is an equal element at every moment, though not the same one: while it is compared,
   * another comes and it goes.
   *
   * <p>Fault: {@code remove} that does not look anew when what it found is gone.
   */
  @Test
  void removeFindsAnElementThatIsAlwaysThere() {
    BlockingQueue<Object> queue = Queues.asBlockingQueue(Channel.buffered(2));
    queue.add("a");
    Object any =
        new Object() {
          private int compared;

          @Override
          public boolean equals(Object other) {
            if (compared++ == 0) {
              queue.add("b");
              assertThat(queue.poll()).isEqualTo("a");
            }
            return true;
          }

          @Override
          public int hashCode() {
            return 0;
          }
        };
    assertThat(queue.remove(any)).isTrue();
    assertThat(queue).isEmpty();
  }

  @Test
  void removeIfRemovesAllThatMatchOrNothing() {
    BlockingQueue<String> queue = queue(5, "a", "bb", "c", "dd", "e");
    assertThatIllegalStateException()
        .isThrownBy(() ->
            queue.removeIf(element -> {
              if (element.equals("c")) {
                throw new IllegalStateException("mine");
              }
              return true;
            }))
        .withMessage("mine");
    assertThat(queue).hasSize(5);
    assertThat(queue.removeIf(element -> element.length() == 1)).isTrue();
    assertThat(queue).containsExactly("bb", "dd");
    queue.clear();
    assertThat(queue).isEmpty();
    assertThat(queue.remainingCapacity()).isEqualTo(5);
  }

  @Test
  void arraysAreCopiesOfTheRightType() {
    BlockingQueue<String> queue = queue(3, "a", "b");
    queue.toArray()[0] = "x";
    assertThat(queue.toArray()).isExactlyInstanceOf(Object[].class).containsExactly("a", "b");
    assertThat(queue.toArray(new String[0])).containsExactly("a", "b");
    String[] larger = {"x", "x", "x", "x"};
    assertThat(queue.toArray(larger)).isSameAs(larger).containsExactly("a", "b", null, "x");
    assertThat(queue.toArray(String[]::new)).containsExactly("a", "b");
    assertThatThrownBy(() -> queue.toArray(new Integer[0])).isInstanceOf(ArrayStoreException.class);
  }

  @Test
  void iteratorsSeeWhatWasThereAndRemoveTheVeryElement() {
    String same = "a";
    BlockingQueue<String> queue = queue(8, same, "b", same, "c");
    Iterator<String> iterator = queue.iterator();
    assertThatIllegalStateException().isThrownBy(iterator::remove);
    queue.add("d");
    iterator.next();
    iterator.next();
    iterator.next();
    iterator.remove();
    assertThat(queue).containsExactly("a", "b", "c", "d");
    assertThatIllegalStateException().isThrownBy(iterator::remove);
    assertThat(iterator.next()).isEqualTo("c");
    assertThat(iterator.hasNext()).isFalse();
    assertThatThrownBy(iterator::next).isExactlyInstanceOf(NoSuchElementException.class);
    iterator.remove(); // what next() returned last
    assertThat(queue).containsExactly("a", "b", "d");
  }

  @Test
  void anIteratorRemovesNothingInPlaceOfWhatIsGone() {
    BlockingQueue<String> queue = queue(3, "a", "a", "b");
    Iterator<String> iterator = queue.iterator();
    iterator.next();
    queue.poll();
    queue.add("a");
    iterator.remove();
    assertThat(queue).containsExactly("a", "b", "a");
  }

  @Test
  void streamsAndSpliteratorsSeeWhatWasThere() {
    BlockingQueue<String> queue = queue(3, "a", "b");
    Spliterator<String> spliterator = queue.spliterator();
    assertThat(spliterator.hasCharacteristics(Spliterator.ORDERED | Spliterator.NONNULL)).isTrue();
    assertThat(spliterator.getExactSizeIfKnown()).isEqualTo(2);
    var stream = queue.stream();
    queue.clear();
    assertThat(stream.collect(Collectors.joining())).isEqualTo("ab");
    queue.addAll(List.of("c", "d"));
    assertThat(queue.parallelStream().toList()).containsExactly("c", "d");
    List<String> seen = new ArrayList<>();
    queue.forEach(seen::add);
    assertThat(seen).containsExactly("c", "d");
  }

  @Test
  void aChannelThatDropsTheOldestTakesEveryOffer() {
    List<String> dropped = new ArrayList<>();
    BlockingQueue<String> queue =
        Queues.asBlockingQueue(Channel.named("d").<String>dropOldest(2, dropped::add));
    Iterator<String> before = queue.iterator();
    Collections.addAll(queue, "a", "b");
    Iterator<String> iterator = queue.iterator();
    assertThat(queue.remainingCapacity()).isZero();
    assertThat(queue.offer("c")).isTrue();
    assertThat(dropped).containsExactly("a");
    iterator.next();
    iterator.remove(); // dropped already
    assertThat(queue).containsExactly("b", "c");
    iterator.next();
    iterator.remove();
    assertThat(queue).containsExactly("c");
    assertThat(before.hasNext()).isFalse();
    assertThat(queue.remainingCapacity()).isEqualTo(1);
  }

  @Test
  void aChannelThatDropsTheNewestTakesEveryOffer() throws InterruptedException {
    BlockingQueue<String> queue = Queues.asBlockingQueue(Channel.named("d").<String>dropNewest(1));
    queue.put("a");
    queue.put("b");
    assertThat(queue.add("c")).isTrue();
    assertThat(queue).containsExactly("a");
  }

  @Test
  void theNilChannelIsEmptyAndFull() throws InterruptedException {
    BlockingQueue<String> queue = Queues.asBlockingQueue(Channel.nil());
    assertThat(queue.offer("a")).isFalse();
    assertThat(queue.offer("a", 1, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(queue.poll()).isNull();
    assertThat(queue.poll(1, TimeUnit.MILLISECONDS)).isNull();
    assertThat(queue.peek()).isNull();
    assertThat(queue.drainTo(new ArrayList<>())).isZero();
    assertThat(queue).isEmpty();
    assertThat(queue.remainingCapacity()).isZero();
    try (Workers workers = new Workers()) {
      workers.virtual("taker", queue::take).interruptAndJoin();
    }
  }
}
