// SPDX-License-Identifier: Apache-2.0
package csp.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplesTest {
  private static final List<String> NAMES =
      List.of(
          "hello",
          "pingpong",
          "sieve",
          "producer-consumer",
          "fan-in",
          "timeout",
          "rate-limit",
          "philosophers",
          "barber",
          "bank",
          "pipe",
          "cancel-tree",
          "digest",
          "wordcount",
          "logstats",
          "chat",
          "crawl",
          "patterns");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void withoutNameListsEverySampleInALine() {
    assertThat(run()).isZero();
    assertThat(out().lines().skip(1))
        .zipSatisfy(NAMES, (line, name) -> assertThat(line).startsWith("  " + name + " "))
        .allSatisfy(line -> assertThat(line).endsWith("?"));
    assertThat(err()).isEmpty();
  }

  @Test
  void unknownNameFailsAndListsEverySample() {
    assertThat(run("nope")).isEqualTo(2);
    assertThat(out()).isEmpty();
    assertThat(err()).startsWith("no such sample: nope" + System.lineSeparator()).contains(NAMES);
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void everySampleExplainsItself(String name) {
    assertThat(run(name, "--help")).isZero();
    assertThat(out()).contains("run-sample " + name).contains("?");
  }

  @ParameterizedTest
  @CsvSource({
    "pingpong --rounds 0, 'must be >= 1, was 0'",
    "sieve ten, 'must be a number, was ten'",
    "producer-consumer --each -1, 'must be >= 1, was -1'",
    "timeout 10 soon, 'Unmatched argument'",
    "fan-in --producers 0, 'must be >= 1, was 0'",
    "timeout --each soon, 'must be a number, was soon'",
    "rate-limit --burst 0, 'must be >= 1, was 0'",
    "chat --port -1, 'must be >= 0 and <= 65535, was -1'",
    "chat --port 65536, 'must be >= 0 and <= 65535, was 65536'",
    "philosophers --philosophers 1, 'must be >= 2, was 1'",
    "philosophers --meals 0, 'must be >= 1, was 0'",
    "barber --chairs -1, 'must be >= 0, was -1'",
    "barber --barbers none, 'must be a number, was none'",
    "bank --accounts 1, 'must be >= 2, was 1'",
    "pipe --chunk 0, 'must be >= 1, was 0'",
    "pipe --generate much, 'must be a number, was much'",
    "cancel-tree --cancel 1.3, 'no such node: 1.3'",
    "cancel-tree --depth 9 --width 3, 'must be 1000 nodes at most, was more'",
    "cancel-tree --timeout soon, 'must be like 500ms, 10s, 5m or 1h, was soon'",
    "digest --timeout 0s, 'must be > 0, was 0s'",
    "digest --timeout -1s, 'must be like 500ms, 10s, 5m or 1h, was -1s'",
    "digest --timeout 10, 'must be like 500ms, 10s, 5m or 1h, was 10'",
    "digest --jobs 0, 'must be >= 1, was 0'",
    "digest --exclude {, 'not a pattern'",
    "wordcount -n 0, 'must be >= 1, was 0'",
    "wordcount --min-length few, 'must be a number, was few'",
    "wordcount --jobs 0, 'must be >= 1, was 0'",
    "wordcount --timeout 5, 'must be like 500ms, 10s, 5m or 1h, was 5'",
    "logstats, 'Missing required parameter'",
    "logstats --for 1s x, '--from-start, --interval and --for are for --follow'",
    "logstats --top 0 x, 'must be >= 1, was 0'",
    "logstats -f --interval 0s x, 'must be > 0, was 0s'",
    "logstats generate, 'Missing required option'",
    "logstats generate --lines 0, 'must be >= 1, was 0'",
    "logstats generate --lines 1 --rate 0, 'must be >= 1, was 0'",
    "crawl, Missing required parameter",
    "crawl localhost, 'must be like http://HOST:PORT/PATH, was localhost'",
    "crawl ftp://localhost/, 'must be like http://HOST:PORT/PATH, was ftp://localhost/'",
    "crawl http://me@localhost/, 'must be like http://HOST:PORT/PATH, was http://me@localhost/'",
    "crawl http://localhost:65536/, 'must be like http://HOST:PORT/PATH, was'",
    "crawl http://localhost/ --depth -1, 'must be >= 0, was -1'",
    "crawl http://localhost/ --concurrency 0, 'must be >= 1, was 0'",
    "crawl http://localhost/ --max-pages 0, 'must be >= 1, was 0'",
    "crawl http://localhost/ --request-timeout 0s, 'must be > 0, was 0s'",
    "crawl http://localhost/ --timeout soon, 'must be like 500ms, 10s, 5m or 1h, was soon'",
    "crawl http://localhost/ there, 'Unmatched argument'",
    "patterns nope, 'no such pattern: nope'",
    "patterns tee bridge, 'Unmatched argument'"
  })
  void badArgumentsAreRefused(String line, String message) {
    assertThat(run(line.split(" "))).isEqualTo(2);
    assertThat(out()).isEmpty();
    assertThat(err()).contains(message);
  }

  @Test
  void helloSaysItsWordsInOrder() {
    assertThat(run("hello")).isZero();
    assertThat(out().lines()).containsExactly("share", "by", "communicating");
  }

  @Test
  void readmeShowsTheCodeOfTheSamples() throws IOException {
    List<String> blocks =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(read("README.md"))
            .results()
            .map(block -> block.group(1))
            .toList();
    assertThat(blocks).hasSize(2);
    assertIsPartOf("Hello", blocks.get(0));
    assertIsPartOf("Timeout", blocks.get(1));
  }

  private static void assertIsPartOf(String sample, String shown) throws IOException {
    String code = read("samples/src/main/java/csp/samples/" + sample + ".java");
    Stream<String> imports = shown.lines().filter(line -> line.startsWith("import "));
    assertThat(imports).isNotEmpty().allMatch(code::contains);
    String body =
        shown.lines().filter(l -> !l.startsWith("import ")).collect(Collectors.joining("\n"));
    assertThat(body).isNotBlank();
    assertThat(squeezed(code)).contains(squeezed(body.replace("System.out", "out")));
  }

  @Test
  void readmeListsEverySampleWithItsQuestion() throws IOException {
    assertThat(run()).isZero();
    List<String> listed =
        out().lines().skip(1).map(l -> l.strip().replaceFirst(" +", "` | ")).toList();
    String readme = read("README.md");
    assertThat(readme.lines().filter(line -> line.startsWith("| `")))
        .containsExactlyElementsOf(listed.stream().map(l -> "| `" + l + " |").toList());
  }

  @Test
  void pingpongTellsItsRounds() {
    assertThat(run("pingpong", "--rounds", "100")).isZero();
    assertThat(out()).matches("100 rounds, \\d+ ns per round trip\\R");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 100})
  void sieveFindsThePrimes(int count) {
    assertThat(run("sieve", Integer.toString(count))).isZero();
    assertThat(out().lines())
        .containsExactlyElementsOf(
            Stream.iterate(BigInteger.TWO, BigInteger::nextProbablePrime)
                .limit(count)
                .map(BigInteger::toString)
                .toList());
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 4", "5, 1", "7, 3"})
  void everythingProducedIsConsumedOnce(int producers, int consumers) {
    assertThat(
            run(
                "producer-consumer",
                "--producers=" + producers,
                "--consumers=" + consumers,
                "--each=999"))
        .isZero();
    String numbers = String.format("%,9d numbers", 999 * producers);
    String sum = String.format("sum %,15d", 999 * 1000 / 2 * producers);
    assertThat(out().lines().filter(line -> line.startsWith("sent ")))
        .singleElement()
        .asString()
        .contains(numbers, sum);
    assertThat(out().lines().filter(line -> line.startsWith("received ")))
        .singleElement()
        .asString()
        .contains(numbers, sum);
    assertThat(out().lines()).hasSize(producers + consumers + 2);
  }

  private int run(String... arguments) {
    return Main.run(new PrintStream(out, true), new PrintStream(err, true), () -> 0, arguments);
  }

  private String out() {
    return out.toString(UTF_8);
  }

  private String err() {
    return err.toString(UTF_8);
  }

  /** Without comments, and with no regard to how it is laid out. */
  private static String squeezed(String code) {
    return code.replaceAll("//.*", "").replaceAll("\\s", "");
  }

  /** A file of the tree; the tests run in the module's folder, or in the tree's. */
  private static String read(String name) throws IOException {
    Path inTree = Path.of(name);
    return Files.readString(Files.exists(inTree) ? inTree : Path.of("..").resolve(inTree));
  }
}
