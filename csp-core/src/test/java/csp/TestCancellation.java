// SPDX-License-Identifier: Apache-2.0
package csp;

/** A cancellation written by hand, over a channel. */
public final class TestCancellation implements Cancellation {
  public final Channel<Void> done;
  volatile RuntimeException error;

  public TestCancellation() {
    this(Channel.unbuffered());
  }

  TestCancellation(Channel<Void> done) {
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

  /** Ends it, with an error that says so. */
  public void end() {
    end(new IllegalStateException("ended"));
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
