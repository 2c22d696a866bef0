// SPDX-License-Identifier: Apache-2.0
package csp.jcstress;

import csp.Cancellation;
import csp.Channel;
import csp.IncompleteSendException;
import csp.ReceiveChannel;

/** Cancels by closing its done channel; each error is a new one. */
final class Ending implements Cancellation {
  final Channel<Void> done = Channel.unbuffered();

  @Override
  public ReceiveChannel<?> done() {
    return done;
  }

  @Override
  public RuntimeException error() {
    return done.isClosed() ? new Ended() : null;
  }

  static final class Ended extends RuntimeException {
    private static final long serialVersionUID = 1;

    Ended() {
      super("ended", null, true, false);
    }

    /** How many elements the batch had sent that this ended. */
    int sent() {
      return IncompleteSendException.sentBefore(this).orElse(-9);
    }
  }
}
