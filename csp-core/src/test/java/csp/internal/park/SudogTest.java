// SPDX-License-Identifier: Apache-2.0
package csp.internal.park;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class SudogTest {
  private final Site site = new Site();

  @Test
  void loneSudogIsItsOwnWaiter() {
    Sudog sudog = new Sudog();

    assertThat(sudog.waiter()).isSameAs(sudog);
    assertThat(sudog.thread()).isSameAs(Thread.currentThread());
    assertThat(site.fire(sudog, true)).isTrue();
    assertThat(sudog.fired()).isSameAs(sudog);
  }

  @Test
  void firstOfSeveralSudogsFiresTheirWaiter() {
    Waiter waiter = new Waiter();
    Sudog first = new Sudog(waiter);
    Sudog second = new Sudog(waiter);

    assertThat(site.fire(second, true)).isTrue();
    assertThat(site.fire(first, true)).isFalse();
    assertThat(waiter.fired()).isSameAs(second);
    assertThat(first.isDecided()).as("the inherited part is idle").isFalse();
  }

  @Test
  void firedSudogCarriesElementAndSuccess() {
    Sudog sudog = new Sudog();
    sudog.element("value");

    site.fire(sudog, true);

    assertThat(sudog.element()).isEqualTo("value");
    assertThat(sudog.success()).isTrue();
  }

  @Test
  void sudogFiredByACloseHasNoSuccess() {
    Sudog sudog = new Sudog();

    site.fire(sudog, false);

    assertThat(sudog.isDecided()).isTrue();
    assertThat(sudog.success()).isFalse();
  }

  @Test
  void clearForgetsTheLastWait() {
    Sudog sudog = new Sudog();
    sudog.element("value");
    site.fire(sudog, true);

    sudog.clear();

    assertThat(sudog.element()).isNull();
    assertThat(sudog.success()).isFalse();
  }

  @Test
  void fireLeavesNobodyToWakeWhenTheOwnerRuns() {
    Sudog sudog = new Sudog();

    site.lock();
    assertThat(sudog.fire(site, true)).isTrue();
    assertThat(site.takeReadied(null)).isNull();
    site.unlock();
  }

  @Test
  void fireLeavesAParkedOwnerWithTheSite() {
    Sudog sudog = new Sudog();
    sudog.announcePark(ParkReason.CHAN_SEND);

    site.lock();
    assertThat(sudog.fire(site, true)).isTrue();
    WakeList readied = site.takeReadied(null);
    assertThat(site.takeReadied(null)).as("handed over once").isNull();
    site.unlock();
    assertThat(readied).isNotNull();
    readied.wakeAll();
    LockSupport.park(); // does not wait: this thread was unparked
  }

  @Test
  void fireOfACancelledWaiterDoesNothing() {
    Sudog sudog = new Sudog();
    sudog.announcePark(ParkReason.CHAN_SEND);
    sudog.cancel();

    site.lock();
    assertThat(sudog.fire(site, true)).isFalse();
    assertThat(site.takeReadied(null)).isNull();
    site.unlock();
    assertThat(sudog.fired()).isNull();
  }
}
