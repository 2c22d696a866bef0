// SPDX-License-Identifier: Apache-2.0
package csp.internal.timer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class WakeUpCallTest {
  private static final long HOUR = 3_600_000_000_000L;

  @Test
  void unparksItsThreadWhenItsTimeHasCome() {
    long start = System.nanoTime();
    WakeUpCall call = WakeUpCall.set(1_000_000);

    while (call.pending) {
      LockSupport.park(this); // may return for no reason; the limit of the test ends it if never
    }

    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(1_000_000);
  }

  @Test
  void isPendingUntilItIsCancelled() {
    WakeUpCall call = WakeUpCall.set(HOUR);
    assertThat(call.pending).isTrue();
    assertThat(call.bucket).isNotNull();

    call.cancel();

    assertThat(call.pending).isFalse();
    assertThat(call.bucket).isNull();
    call.cancel(); // nothing
  }

  @Test
  void ofCenturiesIsNeverDue() {
    WakeUpCall call = WakeUpCall.set(Long.MAX_VALUE - 1);

    assertThat(call.pending).isTrue();
    assertThat(call.bucket).isNull();
    call.cancel();
  }
}
