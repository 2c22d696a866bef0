// SPDX-License-Identifier: Apache-2.0
package csp.lincheck;

import static csp.lincheck.Invocations.check;
import static csp.lincheck.Invocations.explore;
import static csp.lincheck.Invocations.together;
import static csp.select.Select.onReceive;
import static csp.select.Select.onSend;
import static csp.select.Select.selectFirst;

import csp.Channel;
import csp.select.Select;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Selects, on platform threads: one that hangs is reported as a failure.
 *
 * <p>Seen to fail in the quick form: a select that leaves its losers queued. Not seen there: one
 * that locks in the order of its clauses.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SAME_THREAD)
class SelectLincheckTest {
  @Test
  void oneOfTwoSendsIsSelected() {
    explore(() -> {
      Channel<Integer> a = Channel.buffered(1);
      Channel<Integer> b = Channel.buffered(1);
      int[] got = new int[1];
      together(
          () -> got[0] = selectFirst(onReceive(a, v -> v), onReceive(b, v -> v)),
          () -> {
            a.send(1);
            b.send(2);
          });
      check(got[0] + a.length() + 2 * b.length() == 3, "selected " + got[0]);
      check(a.waitingReceivers() + b.waitingReceivers() == 0, "a loser is queued");
    });
  }

  @Test
  void selectSendsToAReceiver() {
    explore(() -> {
      Channel<Integer> a = Channel.unbuffered();
      Channel<Integer> b = Channel.unbuffered();
      int[] got = new int[2];
      together(
          () -> got[0] = selectFirst(onSend(a, 1, () -> 1), onSend(b, 2, () -> 2)),
          () -> got[1] = b.receive());
      check(got[0] == 2 && got[1] == 2, got[0] + " sent, " + got[1] + " received");
      check(a.waitingSenders() == 0, "the loser is queued");
    });
  }

  @Test
  void crossingSelectsAgree() {
    explore(() -> {
      Channel<Integer> a = Channel.unbuffered();
      Channel<Integer> b = Channel.unbuffered();
      int[] got = new int[2];
      together(
          () -> got[0] = selectFirst(onSend(a, 5, () -> 1), onReceive(b, v -> 2)),
          () -> got[1] = selectFirst(onSend(b, 6, () -> 2), onReceive(a, v -> 1)));
      check(got[0] == got[1], "one says " + got[0] + ", one " + got[1]);
    });
  }

  @Test
  void closeEndsASelect() {
    explore(() -> {
      Channel<Integer> a = Channel.unbuffered();
      Channel<Integer> b = Channel.unbuffered();
      int[] got = new int[] {-1};
      together(
          () -> got[0] = selectFirst(onReceive(a, v -> 1), onReceive(b, v -> v == null ? 0 : 2)),
          b::close);
      check(got[0] == 0, "selected " + got[0]);
      check(a.waitingReceivers() == 0, "the loser is queued");
    });
  }

  @Test
  void anySelectIsServed() {
    explore(() -> {
      Channel<Integer> a = Channel.unbuffered();
      Channel<Integer> b = Channel.unbuffered();
      int[] got = new int[1];
      together(
          () -> got[0] = Select.<Integer>select(onReceive(a, v -> v), onReceive(b, v -> v)),
          () -> b.send(2));
      check(got[0] == 2, "selected " + got[0]);
      check(a.waitingReceivers() == 0, "the loser is queued");
    });
  }
}
