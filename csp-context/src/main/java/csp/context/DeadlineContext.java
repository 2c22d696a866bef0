// SPDX-License-Identifier: Apache-2.0
package csp.context;

import csp.Timer;
import csp.Timers;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A context that ends by itself. */
final class DeadlineContext extends CancelContext {
  private final @Nullable Throwable cause;
  private volatile @Nullable Timer timer; // N5

  private DeadlineContext(Context outer, Instant deadline, @Nullable Throwable cause) {
    super(outer, deadline);
    this.cause = cause;
  }

  /** A new context, joined to {@code parent}, that ends {@code remaining} from now. */
  static CancelContext under(
      Context parent, Instant deadline, Duration remaining, @Nullable Throwable cause) {
    Instant earlier = parent.deadline().orElse(Instant.MAX);
    if (earlier.isBefore(deadline)) {
      return CancelContext.under(parent);
    }
    DeadlineContext context = new DeadlineContext(parent, deadline, cause);
    context.join(parent);
    context.start(remaining);
    return context;
  }

  /** {@code timeout} after {@code now}, as far as an instant can say it. */
  static Instant after(Instant now, Duration timeout) {
    if (timeout.compareTo(Duration.between(now, Instant.MAX)) >= 0) {
      return Instant.MAX;
    }
    if (timeout.compareTo(Duration.between(now, Instant.MIN)) <= 0) {
      return Instant.MIN;
    }
    return now.plus(timeout);
  }

  private void start(Duration remaining) {
    if (!remaining.isPositive()) {
      expire();
    } else if (ended() == null) {
      Timer started = Timers.afterFunc(remaining, this::expire);
      timer = started;
      if (ended() != null) { // N5: by its parent, meanwhile
        started.stop();
      }
    }
  }

  private void expire() {
    cancel(new End(true, cause));
  }

  @Override
  void afterEnd() {
    Timer started = timer;
    if (started != null) {
      started.stop();
    }
  }

  @Override
  public String label() {
    Instant deadline = deadline().orElseThrow();
    Duration remaining = Duration.between(Timers.now(), deadline);
    return ".WithDeadline(" + deadline + " [" + GoDuration.text(remaining) + "])";
  }
}
