// SPDX-License-Identifier: Apache-2.0
package csp.samples.cli;

import csp.context.CancellableContext;
import csp.context.Context;
import csp.samples.Time;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --timeout}, the same for every program that has it. */
public final class TimeLimit {
  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = Time.class,
      description = "Stops after so long, such as 500ms, 10s, 5m or 1h; never if not said.")
  private @Nullable Duration timeout;

  /** For picocli. */
  public TimeLimit() {}

  /** {@return a context that ends after the time, if one is set, or when it is closed} */
  public CancellableContext context() {
    Context all = Context.background();
    return timeout == null ? Context.withCancel(all) : Context.withTimeout(all, timeout);
  }
}
