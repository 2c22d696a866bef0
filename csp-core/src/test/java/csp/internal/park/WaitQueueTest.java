// SPDX-License-Identifier: Apache-2.0
package csp.internal.park;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WaitQueueTest {
  private final WaitQueue queue = new WaitQueue();
  private final Sudog a = new Sudog();
  private final Sudog b = new Sudog();
  private final Sudog c = new Sudog();

  @Test
  void isEmptyAtFirst() {
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.peek()).isNull();
    assertThat(queue.poll()).isNull();
    assertHolds();
  }

  @Test
  void servesFirstInFirstOut() {
    queue.add(a);
    queue.add(b);
    queue.add(c);
    assertHolds(a, b, c);

    assertThat(queue.poll()).isSameAs(a);
    assertThat(queue.peek()).as("and leaves it").isSameAs(b);
    assertThat(queue.poll()).isSameAs(b);
    assertThat(queue.poll()).isSameAs(c);
    assertThat(queue.poll()).isNull();
    assertHolds();
  }

  @Test
  void servesNextWhoIsAddedFirst() {
    queue.addFirst(a);
    queue.add(b);
    queue.addFirst(c);

    assertHolds(c, a, b);
    assertThat(queue.poll()).isSameAs(c);
  }

  @Test
  void removesTheHeadTheMiddleAndTheTail() {
    Sudog d = new Sudog();
    List.of(a, b, c, d).forEach(queue::add);

    assertThat(queue.remove(b)).isTrue();
    assertHolds(a, c, d);
    assertThat(queue.remove(d)).isTrue();
    assertHolds(a, c);
    assertThat(queue.remove(a)).isTrue();
    assertHolds(c);
    assertThat(queue.remove(c)).isTrue();
    assertHolds();
  }

  @Test
  void removesNothingThatIsNotOnIt() {
    WaitQueue another = new WaitQueue();
    another.add(a);
    queue.add(b);

    assertThat(queue.remove(a)).isFalse();
    assertThat(queue.remove(c)).isFalse();
    queue.poll();
    assertThat(queue.remove(b)).isFalse();
    assertHolds();
    assertThat(another.size()).isEqualTo(1);
  }

  @Test
  void refusesASudogThatIsQueuedAlready() {
    queue.add(a);

    assertThatThrownBy(() -> queue.add(a))
        .isInstanceOf(AssertionError.class)
        .hasMessage("wait queue: sudog is queued already");
    assertThatThrownBy(() -> new WaitQueue().addFirst(a)).isInstanceOf(AssertionError.class);
    assertHolds(a);
  }

  @Test
  void takesBackASudogThatWasTakenOff() {
    queue.add(a);
    queue.poll();
    queue.add(a);

    assertHolds(a);
  }

  @Test
  void keepsNothingReachableFromASudogThatIsOff() {
    List.of(a, b, c).forEach(queue::add);

    queue.remove(b);

    assertThat(b.next).isNull();
    assertThat(b.prev).isNull();
    assertThat(b.queue).isNull();
  }

  @Test
  void firesTheFirstWhoStillWaits() {
    Site site = new Site();
    List.of(a, b, c).forEach(queue::add);
    a.cancel();

    assertThat(queue.fireFirst(site, true)).isTrue();
    assertThat(b.isDecided()).isTrue();
    assertThat(b.success()).isTrue();
    assertThat(c.isDecided()).isFalse();
    assertHolds(c);
  }

  @Test
  void firesNobodyWhenAllHaveLeft() {
    List.of(a, b).forEach(queue::add);
    a.cancel();
    b.cancel();

    assertThat(queue.fireFirst(new Site(), true)).isFalse();
    assertHolds();
  }

  @Test
  void countsWhoCanStillBeClaimed() {
    List.of(a, b, c).forEach(queue::add);
    b.cancel();

    assertThat(queue.live()).isEqualTo(2);
    assertThat(queue.size()).isEqualTo(3);
  }

  @Test
  void checkFindsABrokenLink() {
    List.of(a, b, c).forEach(queue::add);
    b.prev = c;

    assertThatThrownBy(queue::checkInvariants)
        .isInstanceOf(AssertionError.class)
        .hasMessage("wait queue: sudog 1 is not linked to its neighbours");
  }

  @Test
  void checkFindsALostTail() {
    List.of(a, b, c).forEach(queue::add);
    b.next = null;

    assertThatThrownBy(queue::checkInvariants)
        .isInstanceOf(AssertionError.class)
        .hasMessage("wait queue: 2 linked, size 3");
  }

  @Test
  void checkFindsAForeigner() {
    List.of(a, b).forEach(queue::add);
    b.queue = new WaitQueue();

    assertThatThrownBy(queue::checkInvariants).isInstanceOf(AssertionError.class);
  }

  @Test
  void behavesAsAListDoes() {
    Random random = new Random(42);
    LinkedList<Sudog> model = new LinkedList<>();
    for (int step = 0; step < 5_000; step++) {
      switch (random.nextInt(5)) {
        case 0, 1 -> {
          Sudog sudog = new Sudog();
          queue.add(sudog);
          model.addLast(sudog);
        }
        case 2 -> {
          Sudog sudog = new Sudog();
          queue.addFirst(sudog);
          model.addFirst(sudog);
        }
        case 3 -> assertThat(queue.poll()).isSameAs(model.pollFirst());
        default -> {
          if (!model.isEmpty()) {
            assertThat(queue.remove(model.remove(random.nextInt(model.size())))).isTrue();
          }
        }
      }
      assertHolds(model.toArray(new Sudog[0]));
    }
  }

  private void assertHolds(Sudog... expected) {
    queue.checkInvariants();
    List<Sudog> held = new ArrayList<>();
    queue.forEach(held::add);
    assertThat(held).containsExactly(expected);
    assertThat(queue.size()).isEqualTo(expected.length);
    assertThat(queue.sizeAcquire()).isEqualTo(expected.length);
    assertThat(queue.isEmpty()).isEqualTo(expected.length == 0);
  }
}
