// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.FieldLayout;
import org.openjdk.jol.info.GraphLayout;

/** What a channel takes, and what of it shares a cache line. */
class LayoutTest {
  /** By how much a second channel makes two of them larger: what they share does not count. */
  @Test
  void idleUnbufferedChannelTakesAtMost128Bytes() {
    Channel<Integer> first = Channel.unbuffered();
    Channel<Integer> second = Channel.unbuffered();
    GraphLayout one = GraphLayout.parseInstance(first);
    GraphLayout both = GraphLayout.parseInstance(first, second);

    assertThat(both.totalSize() - one.totalSize()).as(both.toFootprint()).isBetween(1L, 128L);
  }

  /**
   * Both ends of a channel write its lock, so there is no false sharing to avoid: what they write
   * with it had better be near it. Red if the queues are objects of their own again.
   */
  @Test
  void lockAndQueuesOfAChannelAreWithinTheLengthOfALine() {
    Set<String> hot =
        Set.of("lockState", "head", "tail", "size", "otherHead", "otherTail", "otherSize");
    List<FieldLayout> fields = new ArrayList<>();
    for (FieldLayout field : ClassLayout.parseInstance(Channel.unbuffered()).fields()) {
      if (hot.contains(field.name())) {
        fields.add(field);
      }
    }

    assertThat(fields).extracting(FieldLayout::name).containsExactlyInAnyOrderElementsOf(hot);
    long first = fields.stream().mapToLong(FieldLayout::offset).min().orElseThrow();
    long end = fields.stream().mapToLong(each -> each.offset() + each.size()).max().orElseThrow();
    assertThat(end - first).isLessThanOrEqualTo(64);
  }

  /** No bar: writes target/layout.txt, for whoever moves a field. */
  @Test
  void layoutOfABufferedChannelIsWrittenForReading() throws IOException {
    Channel<Integer> channel = Channel.buffered(16);
    StringBuilder text = new StringBuilder();
    text.append(GraphLayout.parseInstance(channel).toPrintable());
    for (Class<?> type : GraphLayout.parseInstance(channel).getClasses()) {
      text.append(ClassLayout.parseClass(type).toPrintable()).append('\n');
    }
    Path file = Path.of("target", "layout.txt");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);

    assertThat(text).contains("StandardChannel", "WaitQueues", "Ring");
  }
}
