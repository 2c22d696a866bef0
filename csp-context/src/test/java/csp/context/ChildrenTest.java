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
   * Several threads add and leave, most at the head of the stack, where a sweeper pops. Seen to
   * fail: a sweeper that sets the head instead of comparing it, which loses whoever was pushed
   * meanwhile; two sweepers at a time, who bring links back, so that too many are left behind.
   */
  @ParameterizedTest
  @EnumSource
  void nobodyIsLostWhileOthersAddAndLeave(ThreadKind kind) {
    try (Workers workers = new Workers()) {
      for (int t = 0; t < 3; t++) {
        workers.start(
            kind,
            "worker " + t,
            () -> {
              ArrayDeque<Children.Link> staying = new ArrayDeque<>();
              for (int i = 0; i < 60_000; i++) {
                Children.Link link = children.add(node());
                if (i % 8 == 0) {
                  staying.add(link);
                } else {
                  link.stop();
                }
                if (staying.size() > 8) {
                  Children.Link oldest = staying.remove();
                  assertThat(isMet(oldest)).as("met while it stays, %s", i).isTrue();
                  oldest.stop();
                }
              }
              staying.forEach(Children.Link::stop);
            });
      }
    }
    assertThat(members()).isEmpty();
    assertThat(children.links()).isLessThanOrEqualTo(FEW);
  }

  private boolean isMet(Children.Link wanted) {
    Children.Link link = children.first();
    while (link != null && link != wanted) {
      link = link.next();
    }
    return link == wanted;
  }
}
