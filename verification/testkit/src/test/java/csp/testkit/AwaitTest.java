// SPDX-License-Identifier: Apache-2.0
package csp.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AwaitTest {
  @Test
  void returnsWhenTheConditionHolds() {
    AtomicInteger looks = new AtomicInteger();

    Await.until(() -> looks.incrementAndGet() > 500, "looked often");
  }

  @ParameterizedTest
  @EnumSource
  void failsWithTheDescriptionAndTheStacks(ThreadKind kind) {
    try (Workers workers = new Workers()) {
      CountDownLatch never = new CountDownLatch(1);
      Worker<Void> stuck = workers.start(kind, "stuck", () -> never.await()).awaitParked();

      assertThatThrownBy(
              () -> Await.until(() -> false, "the sky fell", Duration.ZERO, stuck.thread()))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("the sky fell")
          .hasMessageContaining("stuck")
          .hasMessageContaining("CountDownLatch.await");

      stuck.interruptAndJoin();
    }
  }

  @Test
  void awaitParkedFailsWhenTheThreadEnds() {
    try (Workers workers = new Workers()) {
      Worker<Void> quick = workers.virtual("quick", () -> {});
      quick.result();

      assertThatThrownBy(() -> Threads.awaitParked(quick.thread()))
          .isInstanceOf(AssertionError.class)
          .hasMessage("quick has ended instead of parking");
    }
  }
}
