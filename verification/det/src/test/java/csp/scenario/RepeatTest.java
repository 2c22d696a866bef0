// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.det.Level;
import csp.det.Options;
import csp.det.Report;
import csp.det.Scenario;
import csp.det.Schedules;
import csp.select.Select;
import csp.testkit.Await;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A seed stands for one run, in whatever JVM. */
class RepeatTest {
  /** Three JVMs choose the same in thousands of schedules; selects and timers are among it. */
  @Test
  void sameSeedsGiveTheSameRunsInThreeJvms() throws Exception {
    List<Process> others = List.of(fork(), fork());
    String here = hashes();
    for (Process other : others) {
      String there = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(other.waitFor(Await.BOUND.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
      assertThat(there).contains(here);
    }
  }

  @Test
  void anotherSeedGivesOtherRuns() {
    assertThat(Schedules.search(Options.random(50).seed(1), RepeatTest::scenario).hash())
        .isNotEqualTo(Schedules.search(Options.random(50).seed(2), RepeatTest::scenario).hash());
  }

  /**
   * What a failure prints is enough to see it again, and only it, whatever strategy is asked for.
   */
  @Test
  void failureIsRepeatedByItsProperty() {
    Scenario wrong =
        () -> {
          Scenario.Check check = scenario();
          return () -> {
            check.run();
            assertThat(last).isNotEqualTo(3);
          };
        };
    for (Options options :
        List.of(Options.random(1_000), Options.pct(3, 1_000), Options.exhaustive(2))) {
      Report first = Schedules.search(options.at(Level.ACCESSES), wrong);
      assertThat(first.failure()).isNotNull();

      System.setProperty("csp.det.replay", first.failure().token());
      try {
        Report again = Schedules.search(Options.random(1_000_000).at(Level.ACCESSES), wrong);
        assertThat(again.schedules()).isEqualTo(1);
        assertThat(again.failure()).isNotNull();
        assertThat(again.failure().cause()).hasMessage(first.failure().cause().getMessage());
      } finally {
        System.clearProperty("csp.det.replay");
      }
    }
  }

  private static int last;

  /** A bit of everything that draws, waits for a time, or spins. */
  private static Scenario.Check scenario() {
    Channel<Integer> a = Channel.unbuffered();
    Channel<Integer> b = Channel.buffered(1);
    List<Integer> received = new ArrayList<>();
    go(() -> a.send(1));
    go(() -> b.trySend(2, Duration.ofMillis(5)));
    go(() -> b.send(3));
    go(() -> {
      for (int i = 0; i < 3; i++) {
        Select.select(
            Select.onReceive(a, received::add),
            Select.onReceive(b, received::add),
            Select.onTimeout(Duration.ofMillis(1), () -> received.add(-1)));
      }
    });
    return () -> last = received.getLast();
  }

  private static String hashes() {
    StringBuilder hashes = new StringBuilder("hashes");
    for (Options options :
        List.of(
            Options.random(500).leaksAllowed().timeMayPass(),
            Options.random(500).leaksAllowed().at(Level.ACCESSES),
            Options.pct(3, 500).leaksAllowed(),
            Options.exhaustive(0).leaksAllowed())) {
      Report report = Schedules.search(options, RepeatTest::scenario);
      assertThat(report.failure()).isNull();
      hashes.append(' ').append(Long.toHexString(report.hash()));
    }
    return hashes.toString();
  }

  private static Process fork() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add(
        "-XX:TieredStopAtLevel=1"); // such a short life is over before the second compiler helps
    String classPath = System.getProperty("java.class.path");
    command.add("-cp");
    command.add(System.getProperty("surefire.test.class.path", classPath));
    command.add(RepeatTest.class.getName());
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** What the other JVMs run. */
  public static void main(String[] arguments) {
    System.out.println(hashes());
  }
}
