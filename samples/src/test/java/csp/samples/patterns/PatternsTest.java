// SPDX-License-Identifier: Apache-2.0
package csp.samples.patterns;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import csp.samples.Goroutines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What each pattern prints, and that no goroutine of it is left. */
class PatternsTest {
  private static final Map<String, String> PRINTED =
      Map.ofEntries(
          Map.entry("generator", "1\n2\n3\n"),
          Map.entry("fan-in", "by hand:  [1, 2, 3, 11, 12, 13]\npipeline: [1, 2, 3, 11, 12, 13]\n"),
          Map.entry("timeout-each", "one\ntwo\nnothing for 50 ms\n"),
          Map.entry(
              "timeout-all", "0, 1, 2 and so on, in order, until: context deadline exceeded\n"),
          Map.entry(
              "quit", "message 1\nmessage 2\nquit channel: cleaned up\n1\ncontext: cleaned up\n"),
          Map.entry("daisy-chain", "1 has become 10001\n"),
          Map.entry("first-wins", "the second answers\ngiven up: 2\n"),
          Map.entry(
              "nil-channel", "a fourth can be sent: false\nreceived: 1\nreceived: [2, 3, 4]\n"),
          Map.entry("subscription", "all items of both have come\nclosed; twice: 0\n"),
          Map.entry("pipeline", "by hand:  [1, 16, 81, 256]\npipeline: [1, 16, 81, 256]\n"),
          Map.entry(
              "bounded",
              """
              by hand:  {a=3504355690, b=2408645731, c=3292778609}
              pipeline: [a=3504355690, b=2408645731, c=3292778609]
              failed:   java.lang.IllegalArgumentException: no such document: missing
              """),
          Map.entry(
              "broken-pipeline",
              """
              nobody is told:  the producer has ended: false
              with a context:  the producer has ended: true
              with a pipeline: 5
              """),
          Map.entry(
              "result-records",
              "parsed 1\nno number: two\nparsed 3\nno number: four\nthat is enough\n"),
          Map.entry("confinement", "ann has 5050\n"),
          Map.entry("or-done", "1\n2\n3\ncontext canceled\n"),
          Map.entry("any-of", "closed: false\nclosed: true\n"),
          Map.entry("tee", "left:  [1, 2, 3, 4]\nright: [1, 2, 3, 4]\n"),
          Map.entry("bridge", "by hand:  [1, 2, 3, 4, 5, 6]\npipeline: [1, 2, 3, 4, 5, 6]\n"),
          Map.entry("heartbeat", "result 1\nresult 4\nno beat for 100 ms: given up\n"),
          Map.entry(
              "rate-limit",
              "two of five had to wait for a tick: true\npipeline: [1, 2, 3], not at once: true\n"),
          Map.entry(
              "worker-pool",
              "by hand:  [2, 4, 6, 8, 10, 12, 14, 16, 18]\n"
                  + "pipeline: [2, 4, 6, 8, 10, 12, 14, 16, 18]\n"),
          Map.entry("semaphore", "never more than three of sixty at a time: true\n"));

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  static Stream<String> names() {
    return Patterns.LIST.stream().map(Pattern::name);
  }

  @ParameterizedTest
  @MethodSource("names")
  void patternPrintsItsLinesAndLeavesNoGoroutine(String name) {
    Goroutines goroutines = Goroutines.now();
    assertThat(run(name)).isZero();
    assertThat(out()).isEqualTo(PRINTED.get(name));
    goroutines.awaitNoMore();
  }

  @Test
  void withoutNameListsEachWithItsSourceInALine() {
    assertThat(run()).isZero();
    assertThat(out().lines())
        .zipSatisfy(
            Patterns.LIST,
            (line, pattern) ->
                assertThat(line)
                    .startsWith(pattern.name() + " ")
                    .contains(" " + pattern.source() + " ")
                    .endsWith(" " + pattern.says())
                    .hasSizeLessThan(100));
    assertThat(new TreeSet<>(names().toList())).isEqualTo(new TreeSet<>(PRINTED.keySet()));
  }

  @Test
  void allRunsOneAfterTheOther() {
    Goroutines goroutines = Goroutines.now();
    assertThat(run("all")).isZero();
    assertThat(out())
        .isEqualTo(
            Patterns.LIST.stream()
                .map(p -> "== " + p.name() + ": " + p.says() + "\n" + PRINTED.get(p.name()))
                .collect(Collectors.joining()));
    goroutines.awaitNoMore();
  }

  /** Each names its source in a comment, as it is in the list, and what is shorter. */
  @Test
  void commentsNameTheSourcesOfTheList() throws IOException {
    Path folder = Path.of("src/main/java/csp/samples/patterns");
    if (!Files.exists(folder)) {
      folder = Path.of("samples").resolve(folder);
    }
    String comments = "";
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        comments += Files.readString(file).replaceAll("\\s+\\*\\s+", " ");
      }
    }
    for (String source : Patterns.LIST.stream().map(Pattern::source).distinct().toList()) {
      String title = source.replaceFirst(" \\(.*|, Channels", "");
      assertThat(comments).contains("Source: " + title);
    }
    assertThat(List.of(comments.split("Source: ", -1))).hasSize(1 + Patterns.LIST.size());
    assertThat(List.of(comments.split("Shorter: ", -1))).hasSize(1 + Patterns.LIST.size());
    assertThat(List.of(comments.split(" Same: ", -1))).hasSize(1 + Patterns.LIST.size());
  }

  private int run(String... arguments) {
    return new CommandLine(new Patterns(new PrintWriter(out, false, UTF_8))).execute(arguments);
  }

  private String out() {
    return out.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }
}
