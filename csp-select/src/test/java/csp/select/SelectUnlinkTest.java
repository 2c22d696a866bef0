// SPDX-License-Identifier: Apache-2.0
package csp.select;

import static csp.select.Select.*;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What a select leaves behind on the channels that it did not choose: nothing.
 *
 * <p>Red without the leaving of the losers (the queue of the quiet channel grows).
 */
class SelectUnlinkTest {
  @Test
  void selectsAgainstAQuietChannelLeaveNothing() {
    Channel<Integer> busy = Channel.unbuffered();
    Channel<Integer> quiet = Channel.unbuffered();
    int count = 100_000;
    try (Workers workers = new Workers()) {
      workers.virtual(
          "sender",
          () -> {
            for (int i = 0; i < count; i++) {
              busy.send(i);
            }
          });
      Worker<Integer> mostQueued =
          workers.virtual(
              "receiver",
              () -> {
                int most = 0;
                for (int i = 0; i < count; i++) {
                  int expected = i;
                  select(
                      onReceive(quiet, v -> null),
                      doOnReceive(busy, v -> assertThat(v).isEqualTo(expected)),
                      onSend(quiet, -1, () -> null));
                  most = Math.max(most, quiet.waitingReceivers() + quiet.waitingSenders());
                }
                return most;
              });
      assertThat(mostQueued.result()).as("queued behind a select's back").isZero();
    }
    Probe.assertIdle(busy, quiet);
  }

  /**
   * Each select is queued on the shared channel too. Were a leaving one searched for, ending them
   * would take n steps each: four times n would take sixteen times as long, and 20,000 of them 400
   * million steps through cold memory.
   */
  @Test
  void manySelectsOnOneSharedChannelEndInAnyOrder() {
    int count = 20_000;
    Channel<Integer> shared = Channel.unbuffered();
    List<Channel<Integer>> own = new ArrayList<>();
    try (Workers workers = new Workers()) {
      List<Worker<Integer>> selects = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Channel<Integer> mine = Channel.unbuffered();
        own.add(mine);
        selects.add(
            workers.virtual(
                "select " + i, () -> select(onReceive(shared, v -> -v), onReceive(mine, v -> v))));
      }
      workers.until(() -> shared.waitingReceivers() == count, "all are queued");
      for (int i = count - 1; i >= 0; i--) { // newest first: last in the queue
        own.get(i).trySend(i);
        if (i % 1_000 == 0) {
          int left = i;
          workers.until(() -> shared.waitingReceivers() == left, "a thousand have left");
        }
      }
      for (int i = 0; i < count; i++) {
        assertThat(selects.get(i).result()).isEqualTo(i);
      }
    }
    Probe.assertIdle(shared);
  }

  /** A select that parks on a timer's channel takes it off the timer queue when it leaves. */
  @Test
  void selectsAgainstATimerLeaveNothing() throws InterruptedException {
    csp.ReceiveChannel<java.time.Instant> timer = csp.Timers.after(java.time.Duration.ofHours(1));
    for (int i = 0; i < 2_000; i++) {
      select(onReceive(timer, v -> null), onTimeout(java.time.Duration.ofNanos(1), () -> null));
    }
    Probe.assertIdle(timer);
  }
}
