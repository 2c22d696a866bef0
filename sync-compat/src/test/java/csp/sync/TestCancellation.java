// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import csp.Cancellation;
import csp.Channel;
import csp.ReceiveChannel;

/** A cancellation written by hand, over a channel. */
final class TestCancellation implements Cancellation {
  final Channel<Void> done;
  private volatile RuntimeException error;

  TestCancellation() {
    this(Channel.unbuffered());
  }

  private TestCancellation(Channel<Void> done) {
    this.done = done;
  }

  /** One that never ends: its done channel is nil. */
  static TestCancellation never() {
    return new TestCancellation(Channel.nil());
  }

  /** One that has ended. */
  static TestCancellation ended(RuntimeException error) {
    TestCancellation cancellation = new TestCancellation();
    cancellation.end(error);
    return cancellation;
  }

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

  @Override
  public String toString() {
    return "test cancellation";
  }
}
