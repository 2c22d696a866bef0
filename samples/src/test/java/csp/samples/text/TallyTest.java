// SPDX-License-Identifier: Apache-2.0
package csp.samples.text;

import static org.assertj.core.api.Assertions.assertThat;

import csp.samples.text.Tally.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static final String LAST_OF_THE_BMP = "\uffff";
  private static final String BEHIND_IT = new String(Character.toChars(0x10000));

  @Test
  void greatestCountComesFirstAndThenTheOrderOfTheBytes() {
    Tally tally = tally("b", "a", "Z", "ä", "b", LAST_OF_THE_BMP, BEHIND_IT);
    assertThat(tally.top(10))
        .extracting(Entry::text)
        .containsExactly("b", "Z", "a", "ä", LAST_OF_THE_BMP, BEHIND_IT);
    assertThat(tally.top(2)).containsExactly(new Entry("b", 2), new Entry("Z", 1));
    assertThat(tally.total()).isEqualTo(7);
    assertThat(tally.different()).isEqualTo(6);
  }

  @Test
  void addingUpLeavesTheOtherAsItIs() {
    Tally sum = tally("a", "b");
    Tally other = tally("b", "c", "b");
    sum.addAll(other);
    sum.add("c");
    assertThat(sum.top(9))
        .isEqualTo(List.of(new Entry("b", 3), new Entry("c", 2), new Entry("a", 1)));
    assertThat(sum.total()).isEqualTo(6);
    assertThat(other.top(9)).isEqualTo(List.of(new Entry("b", 2), new Entry("c", 1)));
  }

  @Test
  void nothingHasNoTop() {
    assertThat(new Tally().top(3)).isEmpty();
  }

  private static Tally tally(String... texts) {
    Tally tally = new Tally();
    List.of(texts).forEach(tally::add);
    return tally;
  }
}
