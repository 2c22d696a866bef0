// SPDX-License-Identifier: Apache-2.0
package csp.internal.channel;

import csp.IncompleteSendException;
import csp.internal.park.ParkReason;
import csp.internal.park.Sudog;
import csp.internal.park.WaitMode;
import csp.internal.park.WaitSite;

/** How the waits of one sendAll wait: as {@code mode}, whose error learns how far the call came. */
final class BatchWait implements WaitMode {
  private final WaitMode mode;
  int sent; // elements, so far

  BatchWait(WaitMode mode) {
    this.mode = mode;
  }

  @Override
  public void begin() throws InterruptedException {
    try {
      mode.begin();
    } catch (RuntimeException ended) {
      throw told(ended);
    }
  }

  @Override
  public boolean await(Sudog sudog, WaitSite site, ParkReason reason) throws InterruptedException {
    try {
      return mode.await(sudog, site, reason);
    } catch (RuntimeException ended) {
      throw told(ended);
    }
  }

  private RuntimeException told(RuntimeException ended) {
    ended.addSuppressed(new IncompleteSendException(sent));
    return ended;
  }
}
