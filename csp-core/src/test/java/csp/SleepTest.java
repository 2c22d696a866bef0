// SPDX-License-Identifier: Apache-2.0
package csp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SleepTest {
  private static final Duration LONG = Duration.ofHours(1);

  @ParameterizedTest
  @EnumSource
  void neverReturnsEarly(ThreadKind kind) {
    try (Workers workers = new Workers()) {
      workers.start(
          kind,
          "sleeper",
          () -> {
            for (int micros : new int[] {1, 50, 300, 1_000, 5_000}) {
              for (int round = 0; round < 10; round++) {
                long start = System.nanoTime();
                Timers.sleep(Duration.ofNanos(micros * 1_000L));
                assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(micros * 1_000L);
              }
            }
          });
    }
  }

  @Test
  void neverReturnsEarlyWithACancellation() throws InterruptedException {
    Channel<Void> done = Channel.unbuffered();
    for (Cancellation cancellation : new Cancellation[] {of(done, null), of(Channel.nil(), null)}) {
      long start = System.nanoTime();
      Timers.sleep(Duration.ofMillis(2), cancellation);
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(2_000_000);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void zeroAndNegativeReturnAtOnce(long seconds) throws InterruptedException {
    Duration duration = Duration.ofSeconds(seconds);
    Timers.sleep(duration);
    Timers.sleep(duration, of(Channel.unbuffered(), null));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 3600})
  void anInterruptOnEntryThrows(long seconds) {
    Duration duration = Duration.ofSeconds(seconds);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Timers.sleep(duration)).isInstanceOf(InterruptedException.class);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Timers.sleep(duration, of(Channel.unbuffered(), null)))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptEndsASleep(ThreadKind kind) {
    try (Workers workers = new Workers()) {
      workers.start(kind, "sleeper", () -> Timers.sleep(LONG)).interruptAndJoin();
      workers
          .start(kind, "forever", () -> Timers.sleep(Duration.ofSeconds(Long.MAX_VALUE)))
          .interruptAndJoin();
      workers
          .start(kind, "cancellable", () -> Timers.sleep(LONG, of(Channel.unbuffered(), null)))
          .interruptAndJoin();
    }
  }

  @Test
  void aCancellationEndsASleepWithItsError() {
    TestCancellation cancellation = new TestCancellation();
    RuntimeException error = new IllegalStateException("cancelled");
    try (Workers workers = new Workers()) {
      Worker<Void> sleeper = workers.virtual("sleeper", () -> Timers.sleep(LONG, cancellation));
      sleeper.awaitParked();
      cancellation.end(error);
      assertThat(sleeper.failure()).isSameAs(error);
    }
    assertThatThrownBy(() -> Timers.sleep(Duration.ZERO, cancellation)).isSameAs(error);
  }

  private static Cancellation of(ReceiveChannel<?> done, RuntimeException error) {
    return new Cancellation() {
      @Override
      public ReceiveChannel<?> done() {
        return done;
      }

      @Override
      public RuntimeException error() {
        return error;
      }
    };
  }
}
