// SPDX-License-Identifier: Apache-2.0
package csp;

import java.io.Serial;

/**
 * Why a subscription was ended that {@linkplain Broadcast.WhenSlow#DROP is rather dropped} than
 * waited for: it is the cause of the {@link ChannelClosedException} that its receives throw from
 * then on. It has no stack trace; the broadcast and its publishers go on.
 */
public final class SlowSubscriptionException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /** How far behind it was. */
  private final int behind;

  /**
   * Makes one.
   *
   * @param behind how many elements the subscription had not received
   */
  public SlowSubscriptionException(int behind) {
    super(
        "subscription dropped: it was " + behind + " elements behind, all that the buffer holds",
        null,
        false,
        false);
    this.behind = behind;
  }

  /** {@return how many elements the subscription had not received when the next one was sent} */
  public int behind() {
    return behind;
  }
}
