// SPDX-License-Identifier: Apache-2.0
package csp.programs;

import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.ReceiveChannel;
import csp.testkit.ThreadKind;
import csp.testkit.Workers;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Cards of 80 characters are read, two asterisks become one arrow, and lines of 125 are printed:
 * one process takes apart, one squashes, one puts together. After C. A. R. Hoare, "Communicating
 * sequential processes" (1978), 4.1 to 4.5, which has it from M. E. Conway (1963).
 */
class ConwaysProblemTest {
  private static final int CARD = 80;
  private static final int LINE = 125;

  private static ReceiveChannel<Character> disassemble(
      Workers workers, ThreadKind kind, ReceiveChannel<String> cards) {
    Channel<Character> to = Channel.unbuffered();
    workers.start(
        kind,
        "disassemble",
        () -> {
          for (String card : cards) {
            for (char letter : card.toCharArray()) {
              to.send(letter);
            }
            to.send(' ');
          }
          to.close();
        });
    return to;
  }

  private static ReceiveChannel<Character> squash(
      Workers workers, ThreadKind kind, ReceiveChannel<Character> from) {
    Channel<Character> to = Channel.unbuffered();
    workers.start(
        kind,
        "squash",
        () -> {
          for (char letter : from) {
            if (letter != '*') {
              to.send(letter);
              continue;
            }
            Character next = from.receive();
            if (next != null && next == '*') {
              to.send('^');
            } else {
              to.send('*');
              if (next != null) {
                to.send(next);
              }
            }
          }
          to.close();
        });
    return to;
  }

  private static ReceiveChannel<String> assemble(
      Workers workers, ThreadKind kind, ReceiveChannel<Character> from) {
    Channel<String> lines = Channel.unbuffered();
    workers.start(
        kind,
        "assemble",
        () -> {
          StringBuilder line = new StringBuilder();
          for (char letter : from) {
            line.append(letter);
            if (line.length() == LINE) {
              lines.send(line.toString());
              line.setLength(0);
            }
          }
          if (!line.isEmpty()) {
            lines.send(line + " ".repeat(LINE - line.length()));
          }
          lines.close();
        });
    return lines;
  }

  private static List<String> print(List<String> cards, ThreadKind kind) {
    try (Workers workers = new Workers()) {
      Channel<String> reader = Channel.unbuffered();
      workers.start(
          kind,
          "reader",
          () -> {
            try (reader) {
              reader.sendAll(cards);
            }
          });
      return assemble(workers, kind, squash(workers, kind, disassemble(workers, kind, reader)))
          .stream()
          .toList();
    }
  }

  @ParameterizedTest
  @EnumSource
  void linesAreWhatReplacingInTheWholeTextGives(ThreadKind kind) {
    SplittableRandom random = new SplittableRandom(1963);
    List<String> cards =
        Stream.generate(() ->
                random
                    .ints(CARD, 0, 4)
                    .mapToObj(i -> i == 0 ? "*" : i == 1 ? " " : "x")
                    .collect(Collectors.joining()))
            .limit(Scale.of(40))
            .toList();
    String text = String.join(" ", cards).concat(" ").replace("**", "^");
    String padded = text + " ".repeat(Math.floorMod(-text.length(), LINE));
    assertThat(String.join("", print(cards, kind))).isEqualTo(padded);
  }

  @Test
  void asteriskAtTheEndStays() {
    String card = "a**b***c" + "-".repeat(71) + "*";
    assertThat(print(List.of(card), ThreadKind.VIRTUAL))
        .containsExactly("a^b^*c" + "-".repeat(71) + "* " + " ".repeat(LINE - 79));
  }
}
