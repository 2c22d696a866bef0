// SPDX-License-Identifier: Apache-2.0
package csp.internal.park;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether a wait spins: one that is decided already ends at once if it does. */
class SpinnerTest {
  private static final int CREDIT = 100;

  private final Waiter decided = new Waiter();

  @BeforeEach
  void decide() {
    assumeTrue(Platform.spinningHelps(), "one processor");
    assertThat(decided.cancel()).isTrue();
  }

  @AfterEach
  void makeWakingCheap() {
    makeWakingTake(0);
  }

  @Test
  void siteThatSpinsFreelySpinsWhatWakingCosts() {
    makeWakingTake(0);
    assertThat(spins(SpinPolicy.FREELY)).isTrue();
    makeWakingTake(10_000);
    assertThat(spins(SpinPolicy.FREELY)).isTrue();
  }

  @Test
  void siteOfABufferSpinsOnlyWhileWakingIsDear() {
    makeWakingTake(0);
    assertThat(spins(SpinPolicy.WHEN_WAKING_IS_DEAR)).isFalse();
    makeWakingTake(10_000);
    assertThat(spins(SpinPolicy.WHEN_WAKING_IS_DEAR)).isTrue();
    makeWakingTake(0);
    assertThat(spins(SpinPolicy.WHEN_WAKING_IS_DEAR)).isFalse();
  }

  @Test
  void siteThatNeverSpinsHasNoCreditToSpin() {
    makeWakingTake(10_000);
    WaitSite site = new WaitSite(SpinPolicy.NEVER) {};
    assertThat(site.spinCredit).isEqualTo(Spinner.NEVER);
    assertThat(Spinner.spin(decided, site)).isFalse();
  }

  @Test
  void whoSpinsEarnsWhatWakingCosts() {
    makeWakingTake(0);
    assertThat(earned()).isEqualTo(WakeCost.LEAST_ROUNDS);
    makeWakingTake(10_000);
    assertThat(earned()).isGreaterThan(3 * WakeCost.LEAST_ROUNDS);
  }

  private boolean spins(SpinPolicy policy) {
    WaitSite site = new WaitSite(policy) {};
    site.spinCredit = CREDIT;
    return Spinner.spin(decided, site);
  }

  private int earned() {
    WaitSite site = new WaitSite(SpinPolicy.FREELY) {};
    site.spinCredit = CREDIT;
    assertThat(Spinner.spin(decided, site)).isTrue();
    return site.spinCredit - CREDIT;
  }

  /** Enough of them that what was before, and one that another thread adds, does not count. */
  private static void makeWakingTake(long nanos) {
    for (int i = 0; i < 200; i++) {
      WakeCost.OF_PROCESS.add(nanos);
    }
  }
}
