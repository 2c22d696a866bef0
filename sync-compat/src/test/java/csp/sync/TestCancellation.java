// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import csp.Cancellation;
import csp.Channel;
import csp.ReceiveChannel;

/** A cancellation written by hand, over a channel. */
final class TestCancellation implements Cancellation {
  final Channel<Void> done = Channel.unbuffered();
  private volatile RuntimeException error;

  /** One that has ended. */
  static TestCancellation ended(RuntimeException why) {
    TestCancellation cancellation = new TestCancellation();
    cancellation.end(why);
    return cancellation;
  }

  /** Ends it. Who waits is cancelled when this returns, though it may not have left its queue. */
  void end(RuntimeException why) {
    error = why;
    done.close();
  }

  @Override
  public ReceiveChannel<?> done() {
    return done;
  }

  @Override
  public RuntimeException error() {
    return error;
  }
}
