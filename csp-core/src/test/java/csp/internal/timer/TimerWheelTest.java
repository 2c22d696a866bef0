// SPDX-License-Identifier: Apache-2.0
package csp.internal.timer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wheel against a list. */
class TimerWheelTest {
  private static final long TICK = 1L << TimerWheel.TICK_BITS;
  private static final long TURN = TICK << 13;

  private final TimerWheel wheel = new TimerWheel();

  @Test
  void anEmptyWheelHasNothingNext() {
    assertThat(wheel.isEmpty()).isTrue();
    assertThat(wheel.nextWake()).isEqualTo(TimerWheel.NEVER);
    assertThat(wheel.takeDue(TURN * 1000)).isEmpty();
  }

  @Test
  void nothingIsTakenBeforeTheTickThatFollowsItsDeadline() {
    Node node = add(5 * TICK + 1);
    assertThat(wheel.nextWake()).isEqualTo(6 * TICK);
    assertThat(wheel.takeDue(6 * TICK - 1)).isEmpty();
    assertThat(wheel.takeDue(6 * TICK)).containsExactly(node);
    assertThat(wheel.nextWake()).isEqualTo(TimerWheel.NEVER);
  }

  @Test
  void aDeadlineOnATickIsTakenExactlyThen() {
    Node node = add(5 * TICK);
    assertThat(wheel.takeDue(5 * TICK - 1)).isEmpty();
    assertThat(wheel.takeDue(5 * TICK)).containsExactly(node);
  }

  @Test
  void oneTickIsTakenInTheOrderOfDeadlinesThenOfComing() {
    Node last = add(5 * TICK);
    Node first = add(4 * TICK + 1);
    Node second = add(4 * TICK + 2);
    Node third = add(4 * TICK + 2);
    assertThat(wheel.takeDue(5 * TICK)).containsExactly(first, second, third, last);
  }

  @Test
  void ticksThatShareASpokeAreKeptApart() {
    Node third = add(5 * TICK + 2 * TURN);
    Node first = add(5 * TICK);
    Node second = add(5 * TICK + TURN);
    assertThat(wheel.takeDue(5 * TICK)).containsExactly(first);
    assertThat(wheel.nextWake()).isEqualTo(5 * TICK + TURN);
    assertThat(wheel.takeDue(5 * TICK + TURN)).containsExactly(second);
    assertThat(wheel.nextWake()).isEqualTo(5 * TICK + 2 * TURN);
    assertThat(wheel.takeDue(5 * TICK + 3 * TURN)).containsExactly(third);
  }

  @Test
  void whatIsOverdueWhenItComesIsTakenNext() {
    wheel.takeDue(100 * TICK + 5);
    Node overdue = add(3 * TICK);
    assertThat(wheel.nextWake()).isLessThanOrEqualTo(100 * TICK + 5);
    assertThat(wheel.takeDue(100 * TICK + 5)).containsExactly(overdue);
  }

  @Test
  void theTimeBetweenIsNotWalkedTickByTick() {
    long century = 3_000_000_000L * 1_000_000_000L;
    Node node = add(century);
    assertThat(wheel.nextWake()).isBetween(century, century + TICK);
    assertThat(wheel.takeDue(century + TICK)).containsExactly(node); // else this takes an hour
  }

  @Test
  void aRemovedNodeCostsAtMostOneWake() {
    Node node = add(5 * TICK);
    Node later = add(50 * TICK);
    remove(node);
    assertThat(wheel.nextWake()).isEqualTo(5 * TICK);
    assertThat(wheel.takeDue(5 * TICK)).isEmpty();
    assertThat(wheel.nextWake()).isEqualTo(50 * TICK);
    remove(later);
    assertThat(wheel.isEmpty()).isTrue();
    assertThat(wheel.nextWake()).isEqualTo(TimerWheel.NEVER);
  }

  @Test
  void aFarTickIsFoundAgainAfterNearerOnesAndAfterItsRemoval() {
    Node far = add(5 * TURN);
    Node farther = add(7 * TURN);
    for (long tick = 1; tick < 10; tick++) {
      Node near = add(tick * TICK);
      assertThat(wheel.takeDue(tick * TICK)).containsExactly(near);
      assertThat(wheel.nextWake()).isEqualTo(5 * TURN);
    }
    remove(far);
    Node near = add(10 * TICK);
    assertThat(wheel.takeDue(10 * TICK)).containsExactly(near);
    assertThat(wheel.takeDue(5 * TURN)).isEmpty();
    assertThat(wheel.nextWake()).isEqualTo(7 * TURN);
    Node between = add(6 * TURN + TICK);
    assertThat(wheel.takeDue(9 * TURN)).containsExactly(between, farther);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 40, 3_000, 100_000})
  void behavesAsAListDoes(long spreadTicks) {
    Random random = new Random(spreadTicks);
    List<Node> model = new ArrayList<>();
    long now = 0;
    for (int step = 0; step < 20_000; step++) {
      if (step % 5_000 == 4_999) {
        now += 20 * TURN;
      }
      int choice = random.nextInt(10);
      if (choice < 5) {
        if (wheel.isEmpty()) {
          wheel.windTo(now);
        }
        model.add(add(now + random.nextLong(spreadTicks * TICK)));
      } else if (choice < 7 && !model.isEmpty()) {
        remove(model.remove(random.nextInt(model.size())));
      } else {
        now += random.nextLong(spreadTicks * TICK / 4 + 1);
        check(model, now);
      }
    }
    check(model, now + 1_000_000 * TICK);
    assertThat(wheel.isEmpty()).isTrue();
    assertThat(wheel.nextWake()).isEqualTo(TimerWheel.NEVER);
  }

  /** What is taken, and that the next wake is not later than what is left. */
  private void check(List<Node> model, long now) {
    List<TimerNode> taken = wheel.takeDue(now);
    List<Node> expected = new ArrayList<>();
    for (Node node : model) {
      long tick = (node.deadline + TICK - 1) / TICK;
      if (tick * TICK <= now || taken.contains(node)) {
        expected.add(node);
        assertThat(node.deadline).isLessThanOrEqualTo(now);
      }
    }
    model.removeAll(expected);
    assertThat(taken).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(taken).noneMatch(node -> node.pending);
    long earliest = model.stream().mapToLong(node -> node.deadline).min().orElse(Long.MAX_VALUE);
    long wake = wheel.nextWake();
    assertThat(wake).isGreaterThan(now);
    assertThat(wake == TimerWheel.NEVER ? earliest : wake - TICK).isLessThanOrEqualTo(earliest);
  }

  private Node add(long deadline) {
    Node node = new Node();
    node.deadline = deadline;
    node.pending = true;
    wheel.add(node);
    return node;
  }

  private void remove(Node node) {
    node.pending = false;
    wheel.remove(node, node.bucket);
  }

  private static final class Node extends TimerNode {
    @Override
    protected void fire() {}
  }
}
