// SPDX-License-Identifier: Apache-2.0
package example;

import static csp.Go.go;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Channel;
import csp.det.Options;
import csp.det.Report;
import csp.det.Scenario;
import csp.det.ScheduleError;
import csp.det.Schedules;
import csp.det.Verdict;
import org.junit.jupiter.api.Test;

/** What a user writes, and what it says: the programs are wrong, so each test expects a failure. */
class ExampleTest {
  /** Two threads count: reported with both stacks, whatever the sum. */
  private static Scenario.Check racyCounter() {
    Counter counter = new Counter();
    for (int i = 0; i < 2; i++) {
      go(counter::increment);
    }
    return () -> assertThat(counter.count()).isEqualTo(2);
  }

  /** Two threads send to each other first, and receive second. */
  private static Scenario.Check crossingSends() throws InterruptedException {
    Channel<Integer> one = Channel.named("one").unbuffered();
    Channel<Integer> other = Channel.named("other").unbuffered();
    go(() -> {
      one.send(1);
      other.receive();
    });
    other.send(2);
    one.receive();
    return () -> {};
  }

  /** A letter that is sent must be delivered, or still be there. */
  private static Scenario.Check lostLetter() {
    Mailer mailer = new Mailer();
    go(mailer::run);
    go(() -> {
      mailer.letters().send("letter");
      mailer.letters().close();
    });
    return () -> assertThat(mailer.delivered()).containsExactly("letter");
  }

  @Test
  void racyCounterIsReportedWithBothStacks() {
    assertThatThrownBy(() -> Schedules.explore(Options.exhaustive(2), ExampleTest::racyCounter))
        .isInstanceOf(ScheduleError.class)
        .message()
        .containsSubsequence(
            "data race",
            "read of example.Counter.count by thread 2",
            "at example.Counter.increment(Counter.java:",
            "is not ordered after the write by thread 1",
            "at example.Counter.increment(Counter.java:",
            "to repeat it: -Dcsp.det.replay=");
  }

  @Test
  void deadlockIsReportedWithWhereEachThreadSleeps() {
    assertThatThrownBy(() -> Schedules.explore(Options.exhaustive(2), ExampleTest::crossingSends))
        .isInstanceOf(ScheduleError.class)
        .message()
        .containsSubsequence("deadlock", "example.ExampleTest", "to repeat it");
  }

  /** Found among random schedules, and repeated by what the failure prints, and by nothing else. */
  @Test
  void lostLetterIsFoundAndRepeated() {
    Report report = Schedules.search(Options.random(1_000), ExampleTest::lostLetter);
    assertThat(report.failure()).isNotNull();
    assertThat(report.failure().verdict()).isEqualTo(Verdict.FAILED);

    System.setProperty("csp.det.replay", report.failure().token()); // on a command line: -D
    try {
      Report again = Schedules.search(Options.random(1_000), ExampleTest::lostLetter);
      assertThat(again.schedules()).isEqualTo(1);
      assertThat(again.failure().cause()).hasMessage(report.failure().cause().getMessage());
    } finally {
      System.clearProperty("csp.det.replay");
    }
  }
}
