// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import csp.Go;
import csp.ReceiveChannel;
import csp.Task;
import csp.Timers;
import csp.internal.park.Platform;
import java.time.Duration;
import java.time.Instant;

/** What runs go by: time, and goroutines. A test has one that it moves by hand and can ask. */
interface Host {
  /** The clock of the machine, and goroutines as {@link Go} starts them. */
  Host PLATFORM =
      new Host() {
        @Override
        public long nanoTime() {
          return Platform.nanoTime();
        }

        @Override
        public ReceiveChannel<Instant> after(long nanos) {
          return Timers.after(Duration.ofNanos(nanos));
        }

        @Override
        public void go(String name, Task task) {
          Go.go(name, task);
        }
      };

  /** A monotonic clock, in nanoseconds from anywhere. */
  long nanoTime();

  /** A channel that delivers once, {@code nanos} from now. */
  ReceiveChannel<Instant> after(long nanos);

  /** Starts a goroutine. */
  void go(String name, Task task);
}
