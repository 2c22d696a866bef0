// SPDX-License-Identifier: Apache-2.0
package csp.programs;

import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.ReceiveChannel;
import csp.context.CanceledException;
import csp.context.Context;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Have two trees of different shapes the same leaves in the same order? Each tree is walked by a
 * process, and the walks end with the first difference. After C. Hewitt, "Viewing control
 * structures as patterns of passing messages" (1977).
 */
class SameFringeTest {
  private sealed interface Tree {
    /** A leaf. */
    record Leaf(int value) implements Tree {}

    /** An inner node. */
    record Node(Tree left, Tree right) implements Tree {}
  }

  /** A tree over the leaves {@code from} to {@code to}, split where {@code share} says. */
  private static Tree tree(int from, int to, double share) {
    if (to - from == 1) {
      return new Tree.Leaf(from);
    }
    int middle = Math.clamp(from + Math.round((to - from) * share), from + 1, to - 1);
    return new Tree.Node(tree(from, middle, share), tree(middle, to, share));
  }

  private static Tree withOtherLast(Tree tree) {
    return switch (tree) {
      case Tree.Leaf leaf -> new Tree.Leaf(-1);
      case Tree.Node(Tree left, Tree right) -> new Tree.Node(left, withOtherLast(right));
    };
  }

  /** Returns how many leaves it got rid of. */
  private static int walk(Tree tree, Channel<Integer> leaves, Context context)
      throws InterruptedException {
    return switch (tree) {
      case Tree.Leaf(int value) -> {
        leaves.send(value, context);
        yield 1;
      }
      case Tree.Node(Tree left, Tree right) ->
          walk(left, leaves, context) + walk(right, leaves, context);
    };
  }

  private static boolean same(ThreadKind kind, Tree one, Tree other) throws InterruptedException {
    List<Worker<Integer>> walkers = new ArrayList<>();
    try (Workers workers = new Workers();
        var context = Context.withCancel(Context.background())) {
      List<ReceiveChannel<Integer>> fringes = new ArrayList<>();
      for (Tree tree : List.of(one, other)) {
        Channel<Integer> leaves = Channel.unbuffered();
        fringes.add(leaves);
        walkers.add(
            workers.start(
                kind,
                "walk",
                () -> {
                  try (leaves) {
                    return walk(tree, leaves, context);
                  } catch (CanceledException different) {
                    return -1;
                  }
                }));
      }
      while (true) {
        Integer left = fringes.getFirst().receive();
        Integer right = fringes.getLast().receive();
        if (!Objects.equals(left, right)) {
          return false;
        }
        if (left == null) {
          return true;
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void treesOfOtherShapesHaveTheSameFringe(ThreadKind kind) throws InterruptedException {
    int leaves = Scale.of(2_000);
    assertThat(same(kind, tree(0, leaves, 0.5), tree(0, leaves, 0.1))).isTrue();
    assertThat(same(kind, tree(0, leaves, 0.5), tree(0, leaves + 1, 0.5))).isFalse();
    assertThat(same(kind, tree(0, leaves, 0.5), tree(1, leaves, 0.9))).isFalse();
    assertThat(same(kind, tree(0, leaves, 0.5), withOtherLast(tree(0, leaves, 0.9)))).isFalse();
  }
}
