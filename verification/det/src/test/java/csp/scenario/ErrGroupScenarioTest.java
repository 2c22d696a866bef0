// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.threePreemptions;
import static csp.scenario.Scenarios.twoPreemptions;
import static org.assertj.core.api.Assertions.assertThat;

import csp.context.Context;
import csp.sync.ErrGroup;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Groups of tasks. What the tasks do is plain: the group alone orders it before the wait.
 *
 * <p>Seen to fail: a context that ends before the failure is stored, or without it; a task that is
 * counted off before its permit is back, or counted when it runs; a start that came too late and
 * starts all the same.
 */
class ErrGroupScenarioTest {
  private static final Duration MILLISECOND = Duration.ofMillis(1);

  /** fail | fail | await: one failure counts, for the wait and for the context. */
  @Test
  void firstFailureCountsForAll() {
    exhaust(
        twoPreemptions(),
        () -> {
          ErrGroup group = ErrGroup.withContext(Context.background());
          group.go(() -> fail("a"));
          group.go(() -> fail("b"));
          Throwable failure = failureOf(group);
          return () -> {
            assertThat(failure.getMessage()).isIn("a", "b");
            assertThat(group.context().cause()).isSameAs(failure);
          };
        });
  }

  /** A task that waits for the end of the context | one that fails. */
  @Test
  void failureEndsTheOthers() {
    exhaust(
        twoPreemptions(),
        () -> {
          ErrGroup group = ErrGroup.withContext(Context.background());
          int[] done = new int[1];
          group.go(context -> {
            context.done().tryReceive(Duration.ofHours(1));
            assertThat(context.cause()).hasMessage("a"); // it is there before the end is
            done[0] = 1;
          });
          group.go(() -> fail("a"));
          assertThat(failureOf(group)).hasMessage("a");
          assertThat(done[0]).isEqualTo(1);
          return () -> {};
        });
  }

  /** Two tasks and a limit of one: they exclude each other, and all is seen by the wait. */
  @Test
  void limitOfOneExcludes() {
    exhaust(
        threePreemptions(),
        () -> {
          ErrGroup group = new ErrGroup().limit(1);
          int[] count = new int[1];
          for (int i = 0; i < 2; i++) {
            group.go(() -> count[0]++);
          }
          group.await();
          assertThat(count[0]).isEqualTo(2);
          return () -> {};
        });
  }

  /** A task that runs | tryGo, with a limit of one. */
  @Test
  void tryGoKeepsToTheLimit() {
    AtomicInteger refused = new AtomicInteger();
    exhaust(
        threePreemptions(),
        () -> {
          ErrGroup group = new ErrGroup().limit(1);
          int[] count = new int[1];
          int expected = 1;
          group.go(() -> count[0]++);
          if (group.tryGo(() -> count[0]++)) {
            expected++;
          } else {
            refused.incrementAndGet();
          }
          group.await();
          assertThat(count[0]).isEqualTo(expected);
          return () -> {};
        });
    assertThat(refused.get()).isPositive();
  }

  /** A task that fails | a start that waits for it, and ends with the context of the group. */
  @Test
  void startEndsWithTheContextOfTheGroup() {
    exhaust(
        twoPreemptions(),
        () -> {
          ErrGroup group = ErrGroup.withContext(Context.background()).limit(1);
          int[] count = new int[1];
          int expected = 0;
          group.go(() -> fail("a"));
          try {
            group.go(() -> count[0]++, group.context());
            expected++;
          } catch (RuntimeException e) {
            assertThat(e).isInstanceOf(group.context().error().getClass());
          }
          assertThat(failureOf(group)).hasMessage("a");
          assertThat(count[0]).isEqualTo(expected);
          assertThat(group.tryGo(() -> {})).isTrue(); // the permit is back
          return () -> {};
        });
  }

  /** A start with a limit of time that may be over at any moment | a task that runs. */
  @Test
  void startThatIsTooLateStartsNothing() {
    exhaust(
        threePreemptions().timeMayPass(),
        () -> {
          ErrGroup group = new ErrGroup().limit(1);
          int[] count = new int[1];
          group.go(() -> count[0]++);
          int expected = group.tryGo(() -> count[0]++, MILLISECOND) ? 2 : 1;
          group.await();
          assertThat(count[0]).isEqualTo(expected);
          return () -> {};
        });
  }

  /** await whose limit may be over at any moment | a task that fails. */
  @Test
  void waitIsOverByTheFailureOrByTheTime() {
    exhaust(
        threePreemptions().timeMayPass(),
        () -> {
          ErrGroup group = new ErrGroup();
          group.go(() -> fail("a"));
          try {
            assertThat(group.await(MILLISECOND)).isFalse();
          } catch (ExecutionException e) {
            assertThat(e.getCause()).hasMessage("a");
          }
          assertThat(failureOf(group)).hasMessage("a");
          return () -> {};
        });
  }

  private static void fail(String message) {
    throw new IllegalStateException(message);
  }

  private static Throwable failureOf(ErrGroup group) throws InterruptedException {
    try {
      group.await();
    } catch (ExecutionException e) {
      return e.getCause();
    }
    throw new AssertionError("has not failed");
  }
}
