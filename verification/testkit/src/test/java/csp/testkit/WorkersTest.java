// SPDX-License-Identifier: Apache-2.0
package csp.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkersTest {
  @ParameterizedTest
  @EnumSource
  void resultIsWhatTheBodyReturned(ThreadKind kind) {
    try (Workers workers = new Workers()) {
      Worker<Boolean> worker =
          workers.start(kind, "asked", () -> Thread.currentThread().isVirtual());

      assertThat(worker.result()).isEqualTo(kind == ThreadKind.VIRTUAL);
      assertThat(worker.thread().getName()).isEqualTo("asked");
    }
  }

  @ParameterizedTest
  @EnumSource
  void failureOfAThreadFailsTheScope(ThreadKind kind) {
    IOException thrown = new IOException("disk");
    assertThatThrownBy(
            () -> {
              try (Workers workers = new Workers()) {
                workers.start(
                    kind,
                    "broken",
                    () -> {
                      throw thrown;
                    });
              }
            })
        .isInstanceOf(AssertionError.class)
        .hasMessage("broken failed: java.io.IOException: disk")
        .hasCause(thrown);
  }

  @Test
  void furtherFailuresAreSuppressedOnes() {
    assertThatThrownBy(
            () -> {
              try (Workers workers = new Workers()) {
                workers.virtual("a", WorkersTest::fail);
                workers.virtual("b", WorkersTest::fail);
              }
            })
        .hasMessageStartingWith("a failed")
        .satisfies(error -> assertThat(error.getSuppressed()).hasSize(1));
  }

  @Test
  void failureThatWasAskedForIsNone() {
    try (Workers workers = new Workers()) {
      assertThat(workers.virtual("broken", WorkersTest::fail).failure()).hasMessage("disk");
    }
  }

  @Test
  void failureFailsWhenThereIsNone() {
    try (Workers workers = new Workers()) {
      Worker<Integer> fine = workers.virtual("fine", () -> 1);

      assertThatThrownBy(fine::failure)
          .isInstanceOf(AssertionError.class)
          .hasMessage("fine returned 1 instead of failing");
    }
  }

  @ParameterizedTest
  @EnumSource
  void threadThatIsStillAliveFailsTheScope(ThreadKind kind) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    Thread[] leaked = new Thread[1];
    assertThatThrownBy(
            () -> {
              try (Workers workers = new Workers(Duration.ofMillis(20))) {
                leaked[0] = workers.start(kind, "leaked", () -> never.await()).thread();
              }
            })
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("still alive after PT0.02S:")
        .hasMessageContaining("leaked");
    assertThat(leaked[0].join(Await.BOUND)).as("is interrupted at the end of the scope").isTrue();
  }

  @Test
  void untilFailsAtOnceWhenAThreadHasFailed() {
    try (Workers workers = new Workers()) {
      Worker<Void> broken = workers.virtual("broken", WorkersTest::fail);

      assertThatThrownBy(() -> workers.until(() -> false, "never"))
          .isInstanceOf(AssertionError.class)
          .hasMessageStartingWith("broken failed");

      broken.failure();
    }
  }

  @Test
  void interruptAndJoinFailsWhenTheThreadEndsInAnotherWay() {
    try (Workers workers = new Workers()) {
      CountDownLatch never = new CountDownLatch(1);
      Worker<Void> stubborn =
          workers.virtual(
              "stubborn",
              () -> {
                try {
                  never.await();
                } catch (InterruptedException expected) {
                  throw new IOException("disk");
                }
              });

      assertThatThrownBy(stubborn::interruptAndJoin)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("stubborn ended in another way: java.io.IOException: disk");
    }
  }

  private static void fail() throws IOException {
    throw new IOException("disk");
  }
}
