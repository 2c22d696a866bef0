// SPDX-License-Identifier: Apache-2.0
package csp.internal.timer;

import csp.internal.park.Platform;
import java.time.Instant;

/** The time that timers go by; a test has one that it moves by hand. */
public interface Clock {
  /** The clock of the machine. */
  Clock PLATFORM =
      new Clock() {
        @Override
        public long nanoTime() {
          return Platform.nanoTime();
        }

        @Override
        public Instant now() {
          return Platform.now();
        }
      };

  /** A monotonic clock, in nanoseconds from anywhere. */
  long nanoTime();

  /** The wall clock. */
  Instant now();
}
