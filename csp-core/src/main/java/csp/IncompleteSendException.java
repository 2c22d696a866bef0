// SPDX-License-Identifier: Apache-2.0
package csp;

import java.io.Serial;
import java.util.OptionalInt;

/**
 * Tells how far {@link SendChannel#sendAll(Iterable, Cancellation)} came when its cancellation
 * ended. What is thrown then is the cancellation's own error; this is added to it as a {@linkplain
 * Throwable#getSuppressed suppressed} exception, and {@link #sentBefore} finds it:
 *
 * <pre>{@code
 * try {
 *   channel.sendAll(batch, context);
 * } catch (ContextException ended) {
 *   int sent = IncompleteSendException.sentBefore(ended).orElseThrow();
 *   keep(batch.subList(sent, batch.size()));
 * }
 * }</pre>
 */
public final class IncompleteSendException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /** How many elements were sent. */
  private final int sent;

  /**
   * Makes an exception without a stack trace: the one that it is added to has it.
   *
   * @param sent how many elements were sent before the cancellation ended
   */
  public IncompleteSendException(int sent) {
    super("cancelled after sending " + sent + " elements", null, false, false);
    this.sent = sent;
  }

  /** {@return how many elements were sent; the others are still the caller's} */
  public int sent() {
    return sent;
  }

  /**
   * {@return how many elements the {@code sendAll} that threw {@code failure} had sent, whether it
   * was ended by a cancellation, an interrupt or a close; empty if {@code failure} does not tell}
   *
   * @param failure what {@code sendAll} threw
   */
  public static OptionalInt sentBefore(Throwable failure) {
    return switch (failure) {
      case InterruptedSendException interrupted -> OptionalInt.of(interrupted.sent());
      case ChannelClosedException closed -> OptionalInt.of(closed.sent());
      default -> sentBeforeTheEnd(failure);
    };
  }

  /** The last one counts, if the error has been thrown before. */
  private static OptionalInt sentBeforeTheEnd(Throwable error) {
    OptionalInt sent = OptionalInt.empty();
    for (Throwable added : error.getSuppressed()) {
      if (added instanceof IncompleteSendException incomplete) {
        sent = OptionalInt.of(incomplete.sent());
      }
    }
    return sent;
  }
}
