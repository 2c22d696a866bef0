// SPDX-License-Identifier: Apache-2.0
package csp.internal.park;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.internal.park.Waiter.Claim;
import org.junit.jupiter.api.Test;

/** Every edge of the state diagram on the package page, and that there are no others. */
class WaiterTest {
  private final Thread creator = Thread.currentThread(); // not always the thread of the test
  private final Waiter waiter = new Waiter();
  private final Sudog sudog = new Sudog(waiter);
  private final Sudog other = new Sudog(waiter);

  @Test
  void startsUndecided() {
    assertThat(waiter.isDecided()).isFalse();
    assertThat(waiter.fired()).isNull();
    assertThat(waiter.parkReason()).isNull();
    assertThat(waiter.thread()).isSameAs(creator);
  }

  @Test
  void claimOfARunningWaiterNeedsNoUnpark() {
    assertThat(waiter.claim(sudog)).isEqualTo(Claim.RUNNING);
    assertThat(waiter.isDecided()).isTrue();
    assertThat(waiter.fired()).isSameAs(sudog);
  }

  @Test
  void announcedParkIsNoDecisionAndShowsItsReason() {
    assertThat(waiter.announcePark(ParkReason.SELECT)).isTrue();
    assertThat(waiter.isDecided()).isFalse();
    assertThat(waiter.fired()).isNull();
    assertThat(waiter.parkReason()).isEqualTo(ParkReason.SELECT);
  }

  @Test
  void claimOfAParkedWaiterNeedsAnUnpark() {
    waiter.announcePark(ParkReason.SELECT);

    assertThat(waiter.claim(sudog)).isEqualTo(Claim.PARKED);
    assertThat(waiter.fired()).isSameAs(sudog);
    assertThat(waiter.parkReason()).isNull();
  }

  @Test
  void cancelDecidesARunningWaiter() {
    assertThat(waiter.cancel()).isTrue();
    assertCancelled();
  }

  @Test
  void cancelDecidesAParkedWaiter() {
    waiter.announcePark(ParkReason.SELECT);

    assertThat(waiter.cancel()).isTrue();
    assertCancelled();
  }

  @Test
  void firedStaysFired() {
    waiter.claim(sudog);

    assertThat(waiter.claim(other)).isEqualTo(Claim.LOST);
    assertThat(waiter.claim(sudog)).isEqualTo(Claim.LOST);
    assertThat(waiter.cancel()).isFalse();
    assertThat(waiter.announcePark(ParkReason.SELECT)).isFalse();
    assertThat(waiter.fired()).isSameAs(sudog);
  }

  @Test
  void firedWhileParkedStaysFired() {
    waiter.announcePark(ParkReason.SELECT);
    waiter.claim(sudog);

    assertThat(waiter.claim(other)).isEqualTo(Claim.LOST);
    assertThat(waiter.cancel()).isFalse();
    assertThat(waiter.fired()).isSameAs(sudog);
  }

  @Test
  void cancelledStaysCancelled() {
    waiter.cancel();

    assertThat(waiter.claim(sudog)).isEqualTo(Claim.LOST);
    assertThat(waiter.cancel()).isFalse();
    assertThat(waiter.announcePark(ParkReason.SELECT)).isFalse();
    assertCancelled();
  }

  @Test
  void resetWaiterWaitsAgain() {
    waiter.announcePark(ParkReason.SELECT);
    waiter.claim(sudog);

    waiter.reset();

    assertThat(waiter.isDecided()).isFalse();
    assertThat(waiter.fired()).isNull();
    assertThat(waiter.claim(other)).isEqualTo(Claim.RUNNING);
    assertThat(waiter.fired()).isSameAs(other);
  }

  @Test
  void sudogOfAnotherWaiterHasNoThreadOfItsOwn() {
    assertThatThrownBy(sudog::thread)
        .isInstanceOf(AssertionError.class)
        .hasMessage("a sudog of another waiter, or one that is released, has no thread");
  }

  private void assertCancelled() {
    assertThat(waiter.isDecided()).isTrue();
    assertThat(waiter.fired()).isNull();
    assertThat(waiter.parkReason()).isNull();
    assertThat(waiter.claim(other)).isEqualTo(Claim.LOST);
  }
}
