// SPDX-License-Identifier: Apache-2.0
package csp.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CancelTreeTest {
  private static final String BY_THE_ROOT =
      "context canceled: java.util.concurrent.CancellationException: the program is over";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void nodeIsCancelledWithAllBelowItAndTheRestWithTheRoot() {
    assertThat(run()).isZero();
    String why = "context canceled: java.util.concurrent.CancellationException: nobody needs 1.1";
    assertThat(out().lines())
        .containsExactly(
            "1.1 has the context context.Background.WithValue(node, 1).WithCancel"
                + ".WithValue(node, 1.1).WithCancel",
            "1.1 is cancelled",
            "  1        at work",
            "  1.1      " + why,
            "  1.1.1    " + why,
            "  1.1.2    " + why,
            "  1.2      at work",
            "  1.2.1    at work",
            "  1.2.2    at work",
            "the root is cancelled",
            "  1        " + BY_THE_ROOT,
            "  1.1      " + why,
            "  1.1.1    " + why,
            "  1.1.2    " + why,
            "  1.2      " + BY_THE_ROOT,
            "  1.2.1    " + BY_THE_ROOT,
            "  1.2.2    " + BY_THE_ROOT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1ms", "30ms"})
  void nodeThatRunsOutOfTimeEndsWithAllBelowIt(String timeout) {
    assertThat(run("--cancel=1.2", "--timeout=" + timeout)).isZero();
    String why =
        "context deadline exceeded: java.util.concurrent.TimeoutException: 1.2 is too slow";
    List<String> lines = out().lines().toList();
    assertThat(lines.getFirst())
        .startsWith("1.2 has the context context.Background.WithValue(node, 1).WithCancel")
        .contains(".WithValue(node, 1.2).WithDeadline(");
    assertThat(lines.get(1)).isEqualTo("1.2 has had its time");
    assertThat(lines.subList(2, 9))
        .containsExactly(
            "  1        at work",
            "  1.1      at work",
            "  1.1.1    at work",
            "  1.1.2    at work",
            "  1.2      " + why,
            "  1.2.1    " + why,
            "  1.2.2    " + why);
    assertThat(lines).hasSize(17);
  }

  /** Against names and causes that are found in another way: from a node up. */
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "1, 1, 1.1",
    "2, 10, 1.1",
    "2, 10, 1.10.1",
    "9, 1, 1.1.1.1",
    "4, 5, 1.5",
    "8, 2, 1.2.1"
  })
  void whoseParentIsCancelledIsCancelledForTheSameCause(int depth, int width, String chosen) {
    assertThat(run("--depth=" + depth, "--width=" + width, "--cancel=" + chosen)).isZero();
    List<String> names = new ArrayList<>(List.of("1"));
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      for (int j = 1; name.split("\\.").length <= depth && j <= width; j++) {
        names.add(name + "." + j);
      }
    }
    String cancelled =
        "context canceled: java.util.concurrent.CancellationException: nobody needs " + chosen;
    assertThat(out().lines().skip(2).limit(names.size()))
        .containsExactlyInAnyOrderElementsOf(expected(names, chosen, cancelled, "at work"));
    assertThat(out().lines().skip(3 + names.size()))
        .containsExactlyInAnyOrderElementsOf(expected(names, chosen, cancelled, BY_THE_ROOT));
  }

  private static List<String> expected(
      List<String> names, String chosen, String cancelled, String rest) {
    UnaryOperator<String> parent = name -> name.substring(0, Math.max(0, name.lastIndexOf('.')));
    return names.stream()
        .map(name -> {
          String up = name;
          while (!up.isEmpty() && !up.equals(chosen)) {
            up = parent.apply(up);
          }
          return String.format("  %-8s %s", name, up.isEmpty() ? rest : cancelled);
        })
        .toList();
  }

  private int run(String... arguments) {
    List<String> line = new ArrayList<>(List.of("cancel-tree"));
    line.addAll(List.of(arguments));
    PrintStream text = new PrintStream(out, true);
    return Main.run(text, text, () -> 0, line.toArray(String[]::new));
  }

  private String out() {
    return out.toString(UTF_8);
  }
}
