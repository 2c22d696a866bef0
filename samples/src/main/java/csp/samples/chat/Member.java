// SPDX-License-Identifier: Apache-2.0
package csp.samples.chat;

import csp.Channel;
import csp.ReceiveChannel;
import org.jspecify.annotations.Nullable;

/**
 * Somebody in the room, as the room sees them. Of the room's goroutine, but for {@link #lines}.
 *
 * <p>The lines are numbered, so that a gap in the numbers is what a slow reader has missed: nobody
 * need count.
 */
final class Member {
  /** How many lines a slow reader may be behind. */
  static final int BEHIND = 64;

  /** A line to write. */
  record Numbered(long number, String text) {}

  private final Channel<Numbered> lines = Channel.named("lines").dropOldest(BEHIND);
  private @Nullable String name;
  private long told;

  /** The lines to write; closed when there will be no more. */
  ReceiveChannel<Numbered> lines() {
    return lines;
  }

  /** The name, or null until there is one. */
  @Nullable String name() {
    return name;
  }

  void name(String chosen) {
    name = chosen;
  }

  /** Never waits, however slow the other side reads: the oldest line goes instead. */
  void tell(String line) {
    lines.trySend(new Numbered(told++, line));
  }

  /** Says that there will be no more lines. */
  void close() {
    lines.close();
  }
}
