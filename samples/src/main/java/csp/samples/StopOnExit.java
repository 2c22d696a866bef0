// SPDX-License-Identifier: Apache-2.0
package csp.samples;

import csp.Channel;
import java.time.Duration;

/**
 * From its making to its closing, by one thread: Ctrl-C, or whatever else ends the process,
 * interrupts that thread and leaves it some time to stop in good order.
 */
public final class StopOnExit implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5); // a read may hang, on a network

  private final Channel<Void> stopped = Channel.unbuffered(); // closed when it has
  private final Thread caller = Thread.currentThread();
  private final Thread hook = new Thread(this::stop, "stop");

  /** For the calling thread. */
  public StopOnExit() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    stopped.close();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook is waiting no more.
    }
  }

  private void stop() {
    caller.interrupt();
    try {
      stopped.tryReceive(PATIENCE);
    } catch (InterruptedException e) {
      // Nobody knows this thread; and then it need not wait.
    }
  }
}
