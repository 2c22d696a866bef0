// SPDX-License-Identifier: Apache-2.0
package csp.programs;

import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Creatures meet in pairs, and both take the colour that complements the two. After C. Kaiser and
 * J.-F. Pradat-Peyre, "Chameneos, a concurrency game for Java, Ada and others" (2003).
 */
class ChameneosTest {
  /** What a creature is. */
  enum Colour {
    BLUE,
    RED,
    YELLOW;

    Colour complement(Colour other) {
      return this == other ? this : values()[3 - ordinal() - other.ordinal()];
    }
  }

  private record Creature(int number, Colour colour, Channel<Creature> meets) {}

  private record Life(int meetings, int withItself) {}

  private static Life live(int number, Colour first, Channel<Creature> place)
      throws InterruptedException {
    Channel<Creature> meets = Channel.unbuffered();
    Colour colour = first;
    int withItself = 0;
    for (int meetings = 0; ; meetings++) {
      place.send(new Creature(number, colour, meets));
      Creature other = meets.receive();
      if (other == null) {
        return new Life(meetings, withItself);
      }
      withItself += other.number() == number ? 1 : 0;
      colour = colour.complement(other.colour());
    }
  }

  /** Brings together whoever comes, so many times; then there are no more meetings for anybody. */
  private static void host(Channel<Creature> place, int meetings, int creatures)
      throws InterruptedException {
    for (int i = 0; i < meetings; i++) {
      Creature one = place.receive();
      Creature other = place.receive();
      one.meets().send(other);
      other.meets().send(one);
    }
    for (int i = 0; i < creatures; i++) {
      place.receive().meets().close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyMeetingIsOneOfTwo(ThreadKind kind) throws InterruptedException {
    List<Colour> colours =
        List.of(
            Colour.BLUE,
            Colour.RED,
            Colour.YELLOW,
            Colour.RED,
            Colour.YELLOW,
            Colour.BLUE,
            Colour.RED,
            Colour.YELLOW,
            Colour.RED,
            Colour.BLUE);
    int meetings = Scale.of(2_000);
    Channel<Creature> place = Channel.unbuffered();
    try (Workers workers = new Workers()) {
      List<Worker<Life>> creatures = new ArrayList<>();
      for (Colour colour : colours) {
        int number = creatures.size();
        creatures.add(workers.start(kind, "creature " + number, () -> live(number, colour, place)));
      }
      host(place, meetings, colours.size());
      List<Life> lives = creatures.stream().map(Worker::result).toList();
      assertThat(lives.stream().mapToInt(Life::meetings).sum()).isEqualTo(2 * meetings);
      assertThat(lives).allMatch(life -> life.withItself() == 0);
    }
  }

  @Test
  void colourAfterAMeetingIsThatOfTheTable() {
    assertThat(Colour.BLUE.complement(Colour.BLUE)).isEqualTo(Colour.BLUE);
    assertThat(Colour.BLUE.complement(Colour.RED)).isEqualTo(Colour.YELLOW);
    assertThat(Colour.BLUE.complement(Colour.YELLOW)).isEqualTo(Colour.RED);
    assertThat(Colour.RED.complement(Colour.BLUE)).isEqualTo(Colour.YELLOW);
    assertThat(Colour.RED.complement(Colour.RED)).isEqualTo(Colour.RED);
    assertThat(Colour.RED.complement(Colour.YELLOW)).isEqualTo(Colour.BLUE);
    assertThat(Colour.YELLOW.complement(Colour.BLUE)).isEqualTo(Colour.RED);
    assertThat(Colour.YELLOW.complement(Colour.RED)).isEqualTo(Colour.BLUE);
    assertThat(Colour.YELLOW.complement(Colour.YELLOW)).isEqualTo(Colour.YELLOW);
  }
}
