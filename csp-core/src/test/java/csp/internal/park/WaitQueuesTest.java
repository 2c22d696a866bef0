// SPDX-License-Identifier: Apache-2.0
package csp.internal.park;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Each of the two queues, while somebody else is on the other. */
@ParameterizedClass
@ValueSource(ints = {WaitQueues.QUEUE, WaitQueues.OTHER_QUEUE})
class WaitQueuesTest {
  @Parameter private int which;

  private final WaitQueues queue = new WaitQueues();
  private final Sudog a = new Sudog();
  private final Sudog b = new Sudog();
  private final Sudog c = new Sudog();
  private final Sudog elsewhere = new Sudog();

  @BeforeEach
  void fillTheOther() {
    queue.enqueue(other(), elsewhere);
  }

  @Test
  void isEmptyAtFirst() {
    assertThat(queue.queued(which)).isZero();
    assertThat(queue.peekFirst(which)).isNull();
    assertThat(queue.pollFirst(which)).isNull();
    assertHolds();
  }

  @Test
  void servesFirstInFirstOut() {
    queue.enqueue(which, a);
    queue.enqueue(which, b);
    queue.enqueue(which, c);
    assertHolds(a, b, c);

    assertThat(queue.pollFirst(which)).isSameAs(a);
    assertThat(queue.peekFirst(which)).as("and leaves it").isSameAs(b);
    assertThat(queue.pollFirst(which)).isSameAs(b);
    assertThat(queue.pollFirst(which)).isSameAs(c);
    assertThat(queue.pollFirst(which)).isNull();
    assertHolds();
  }

  @Test
  void servesNextWhoIsAddedFirst() {
    queue.enqueueFirst(which, a);
    queue.enqueue(which, b);
    queue.enqueueFirst(which, c);

    assertHolds(c, a, b);
    assertThat(queue.pollFirst(which)).isSameAs(c);
  }

  @Test
  void removesTheHeadTheMiddleAndTheTail() {
    Sudog d = new Sudog();
    List.of(a, b, c, d).forEach(sudog -> queue.enqueue(which, sudog));

    assertThat(queue.dequeue(which, b)).isTrue();
    assertHolds(a, c, d);
    assertThat(queue.dequeue(which, d)).isTrue();
    assertHolds(a, c);
    assertThat(queue.dequeue(which, a)).isTrue();
    assertHolds(c);
    assertThat(queue.dequeue(which, c)).isTrue();
    assertHolds();
  }

  @Test
  void removesNothingThatIsNotOnIt() {
    WaitQueues another = new WaitQueues();
    another.enqueue(which, a);
    queue.enqueue(which, b);

    assertThat(queue.dequeue(which, a)).isFalse();
    assertThat(queue.dequeue(which, c)).isFalse();
    assertThat(queue.dequeue(which, elsewhere)).isFalse();
    queue.pollFirst(which);
    assertThat(queue.dequeue(which, b)).isFalse();
    assertHolds();
    assertThat(another.queued(which)).isEqualTo(1);
  }

  @Test
  void refusesASudogThatIsQueuedAlready() {
    queue.enqueue(which, a);

    assertThatThrownBy(() -> queue.enqueue(which, a))
        .isInstanceOf(AssertionError.class)
        .hasMessage("wait queue: sudog is queued already");
    assertThatThrownBy(() -> new WaitQueues().enqueueFirst(which, a))
        .isInstanceOf(AssertionError.class);
    assertHolds(a);
  }

  @Test
  void takesBackASudogThatWasTakenOff() {
    queue.enqueue(which, a);
    queue.pollFirst(which);
    queue.enqueue(which, a);

    assertHolds(a);
  }

  @Test
  void keepsNothingReachableFromASudogThatIsOff() {
    List.of(a, b, c).forEach(sudog -> queue.enqueue(which, sudog));

    queue.dequeue(which, b);

    assertThat(b.next).isNull();
    assertThat(b.prev).isNull();
    assertThat(b.queues).isNull();
  }

  @Test
  void firesTheFirstWhoStillWaits() {
    Site site = new Site();
    List.of(a, b, c).forEach(sudog -> queue.enqueue(which, sudog));
    a.cancel();

    assertThat(queue.fireFirst(which, site, true)).isTrue();
    assertThat(b.isDecided()).isTrue();
    assertThat(b.success()).isTrue();
    assertThat(c.isDecided()).isFalse();
    assertHolds(c);
  }

  @Test
  void firesNobodyWhenAllHaveLeft() {
    List.of(a, b).forEach(sudog -> queue.enqueue(which, sudog));
    a.cancel();
    b.cancel();

    assertThat(queue.fireFirst(which, new Site(), true)).isFalse();
    assertHolds();
  }

  @Test
  void countsWhoCanStillBeClaimed() {
    List.of(a, b, c).forEach(sudog -> queue.enqueue(which, sudog));
    b.cancel();

    assertThat(queue.liveQueued(which)).isEqualTo(2);
    assertThat(queue.queued(which)).isEqualTo(3);
  }

  @Test
  void checkFindsABrokenLink() {
    List.of(a, b, c).forEach(sudog -> queue.enqueue(which, sudog));
    b.prev = c;

    assertThatThrownBy(() -> queue.checkQueue(which))
        .isInstanceOf(AssertionError.class)
        .hasMessage("wait queue: sudog 1 is not linked to its neighbours");
  }

  @Test
  void checkFindsALostTail() {
    List.of(a, b, c).forEach(sudog -> queue.enqueue(which, sudog));
    b.next = null;

    assertThatThrownBy(() -> queue.checkQueue(which))
        .isInstanceOf(AssertionError.class)
        .hasMessage("wait queue: 2 linked, size 3");
  }

  @Test
  void checkFindsAForeigner() {
    List.of(a, b).forEach(sudog -> queue.enqueue(which, sudog));
    b.queues = new WaitQueues();

    assertThatThrownBy(() -> queue.checkQueue(which)).isInstanceOf(AssertionError.class);
  }

  @Test
  void checkFindsOneOfTheOtherQueue() {
    List.of(a, b).forEach(sudog -> queue.enqueue(which, sudog));
    b.queue = (byte) other();

    assertThatThrownBy(() -> queue.checkQueue(which)).isInstanceOf(AssertionError.class);
  }

  @Test
  void behavesAsAListDoes() {
    Random random = new Random(42);
    LinkedList<Sudog> model = new LinkedList<>();
    for (int step = 0; step < 1_000; step++) {
      switch (random.nextInt(5)) {
        case 0, 1 -> {
          Sudog sudog = new Sudog();
          queue.enqueue(which, sudog);
          model.addLast(sudog);
        }
        case 2 -> {
          Sudog sudog = new Sudog();
          queue.enqueueFirst(which, sudog);
          model.addFirst(sudog);
        }
        case 3 -> assertThat(queue.pollFirst(which)).isSameAs(model.pollFirst());
        default -> {
          if (!model.isEmpty()) {
            assertThat(queue.dequeue(which, model.remove(random.nextInt(model.size())))).isTrue();
          }
        }
      }
      assertHolds(model.toArray(new Sudog[0]));
    }
  }

  private void assertHolds(Sudog... expected) {
    queue.checkQueue(which);
    List<Sudog> held = new ArrayList<>();
    queue.forEachQueued(which, held::add);
    assertThat(held).containsExactly(expected);
    assertThat(queue.queued(which)).isEqualTo(expected.length);
    assertThat(queue.queuedAcquire(which)).isEqualTo(expected.length);
    queue.checkQueue(other());
    assertThat(queue.peekFirst(other())).isSameAs(elsewhere);
    assertThat(queue.queuedAcquire(other())).isEqualTo(1);
  }

  private int other() {
    return which == WaitQueues.QUEUE ? WaitQueues.OTHER_QUEUE : WaitQueues.QUEUE;
  }
}
