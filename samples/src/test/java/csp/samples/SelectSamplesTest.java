// SPDX-License-Identifier: Apache-2.0
package csp.samples;

import static csp.Go.go;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.testkit.Await;
import csp.testkit.Threads;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The samples that show select. */
class SelectSamplesTest {
  private static final String FOR_EVER = "1000000000";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 50", "2, 1", "7, 20", "200, 3"})
  void fanInKeepsTheOrderOfEachProducerAndLosesNothing(int producers, int each) {
    assertThat(run("fan-in", "--producers=" + producers, "--each=" + each)).isZero();
    for (int i = 1; i <= producers; i++) {
      String start = "producer " + i + ": ";
      assertThat(out().lines().filter(line -> line.startsWith(start)))
          .containsExactlyElementsOf(
              Stream.concat(IntStream.rangeClosed(1, each).boxed(), Stream.of("closed"))
                  .map(what -> start + what)
                  .toList());
    }
    assertThat(out().lines()).hasSize(producers * (each + 1));
  }

  @Test
  void answersInTimeAreHeard() {
    assertThat(run("timeout", "1", "2", "--each", FOR_EVER, "--all", FOR_EVER)).isZero();
    assertThat(out().lines())
        .containsExactly("question 1: the answer is 42", "question 2: the answer is 42");
  }

  @Test
  void questionThatTakesTooLongIsGivenUpAndTheNextOneAsked() {
    assertThat(run("timeout", FOR_EVER, FOR_EVER, "--each", "10", "--all", FOR_EVER)).isZero();
    assertThat(out().lines())
        .containsExactly("question 1: it takes too long", "question 2: it takes too long");
  }

  @Test
  void nothingIsAskedWhenNoTimeIsLeftForAll() {
    assertThat(run("timeout", FOR_EVER, "1", "--each", FOR_EVER, "--all", "10")).isZero();
    assertThat(out().lines()).containsExactly("question 1: no time is left");
  }

  @ParameterizedTest
  @CsvSource({"5, 5, 1", "1, 9, 1", "8, 3, 100", "4, 1, 1000"})
  void requestsBehindTheBurstWaitForATickEach(int requests, int burst, int rate) {
    long start = System.nanoTime();
    assertThat(run("rate-limit", "--requests=" + requests, "--burst=" + burst, "--rate=" + rate))
        .isZero();
    long nanos = System.nanoTime() - start;
    assertThat(out().lines().limit(requests + Math.max(0, requests - burst)))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, requests)
                .boxed()
                .flatMap(
                    i -> i <= burst ? Stream.of("served " + i) : Stream.of("tick", "served " + i))
                .toList());
    assertThat(out().lines().toList().getLast()).matches(requests + " requests in [0-9.]+ s");
    assertThat(nanos)
        .isGreaterThanOrEqualTo(Math.max(0, requests - burst) * (1_000_000_000L / rate));
  }

  /** Ticks by hand. Fails if a full bucket made the ticks wait, or took more than the burst. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void quietTimeEarnsTheBurstAndNoMore(int burst) throws Exception {
    Channel<Integer> requests = Channel.unbuffered();
    Channel<String> ticks = Channel.unbuffered();
    StringWriter printed = new StringWriter();
    Thread server =
        go(() -> RateLimit.serve(requests, ticks, burst, new PrintWriter(printed, true)));
    for (int i = 0; i < burst; i++) {
      requests.send(i);
    }
    for (int i = 0; i < burst + 3; i++) {
      ticks.send("earns a token, or is dropped");
    }
    for (int i = 0; i < burst; i++) {
      requests.send(i);
    }
    Await.until(() -> served(printed).size() == 2 * burst, "all that may be is served", server);
    Threads.awaitParked(server);
    assertThat(requests.trySend(-1)).as("one more than the burst").isFalse();
    ticks.send("earns one token");
    requests.send(burst);
    requests.close();
    Await.until(
        () -> {
          ticks.trySend("to see that the requests have ended");
          return !server.isAlive();
        },
        "the server has ended",
        server);
    assertThat(served(printed)).hasSize(2 * burst + 1).last().isEqualTo("served " + burst);
  }

  private static List<String> served(StringWriter printed) {
    return printed.toString().lines().filter(line -> line.startsWith("served")).toList();
  }

  private int run(String... arguments) {
    PrintStream text = new PrintStream(out, true);
    return Main.run(text, text, () -> 0, arguments);
  }

  private String out() {
    return out.toString(UTF_8);
  }
}
