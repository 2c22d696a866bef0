// SPDX-License-Identifier: Apache-2.0
package csp.context;

import static org.assertj.core.api.Assertions.assertThat;

import csp.testkit.ThreadKind;
import csp.testkit.Workers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The set of children by itself: K1 to K3. */
class ChildrenTest {
  private static final int FEW = 64;
  private final Children children = new Children();

  private static Node node() {
    return new CancelContext(Context.background(), null);
  }

  private Set<Node> members() {
    Set<Node> members = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Children.Link link = children.first(); link != null; link = link.next()) {
      Node node = link.get();
      if (node != null) {
        assertThat(members.add(node)).as("met once").isTrue();
      }
    }
    return members;
  }

  @Test
  void whoWasAddedAndHasNotLeftIsMet() {
    Random random = new Random(1);
    List<Children.Link> links = new ArrayList<>();
    Set<Node> model = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = 0; i < 8_000; i++) {
      if (links.isEmpty() || random.nextInt(1000) < (i / 2000 % 2 == 0 ? 700 : 300)) {
        Node node = node();
        model.add(node);
        links.add(children.add(node));
      } else {
        Children.Link link = links.remove(random.nextInt(links.size()));
        model.remove(link.get());
        assertThat(link.stop()).isTrue();
        assertThat(link.stop()).as("twice").isFalse();
      }
      if (i % 16 == 0) {
        assertThat(children.links()).isLessThanOrEqualTo(2 * model.size() + FEW);
      }
    }
    assertThat(members()).isEqualTo(model);
  }

  @Test
  void unlinkedLinkLeadsOn() {
    List<Children.Link> links = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      links.add(children.add(node()));
    }
    Node first = links.getFirst().get();
    Children.Link standing = links.getLast();
    links.subList(1, 300).reversed().forEach(Children.Link::stop);
    assertThat(members()).containsExactly(first);
    Children.Link at = standing;
    while (at.get() != first) {
      at = at.next();
      assertThat(at).as("led to the one that is left").isNotNull();
    }
  }

  /**
   * Several threads add and leave; those who stay must all be met then. Seen to fail: a sweeper
   * that pops the head with a set instead of a compare-and-set loses whoever was pushed meanwhile;
   * two sweepers at a time bring links back, so that more are left behind than should be.
   */
  @ParameterizedTest
  @EnumSource
  void nobodyIsLostWhileOthersAddAndLeave(ThreadKind kind) {
    for (int round = 0; round < 20; round++) {
      Set<Node> before = members();
      ConcurrentLinkedQueue<Children.Link> stayed = new ConcurrentLinkedQueue<>();
      try (Workers workers = new Workers()) {
        for (int t = 0; t < 4; t++) {
          Random random = new Random(31 * round + t);
          workers.start(
              kind,
              "worker " + t,
              () -> {
                ArrayDeque<Children.Link> mine = new ArrayDeque<>();
                for (int i = 0; i < 3000; i++) {
                  mine.add(children.add(node()));
                  if (random.nextInt(3) > 0) {
                    (random.nextBoolean() ? mine.pollFirst() : mine.pollLast()).stop();
                  }
                  while (mine.size() > 40) {
                    mine.pollLast().stop();
                  }
                }
                stayed.addAll(mine);
              });
        }
      }
      Set<Node> expected = Collections.newSetFromMap(new IdentityHashMap<>());
      expected.addAll(before);
      stayed.forEach(link -> expected.add(link.get()));
      assertThat(members()).isEqualTo(expected);
      stayed.forEach(Children.Link::stop);
      assertThat(children.links()).isLessThanOrEqualTo(2 * members().size() + FEW);
    }
  }
}
