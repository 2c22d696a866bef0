// SPDX-License-Identifier: Apache-2.0
package csp.internal.select;

import csp.internal.park.Sudog;
import org.jspecify.annotations.Nullable;

/** One case of a selector, with what belongs to the selector. */
final class Entry {
  /** What the picture in {@link Rounds} says. */
  enum State {
    CANDIDATE,
    QUEUED,
    IDLE,
    OVER
  }

  private static final Sudog IDLE_SUDOG = new Sudog();

  final Case<?> event;
  final int index;
  Sudog sudog = IDLE_SUDOG; // until a thread selects
  State state;
  @Nullable Object operand; // in this round
  int place; // among the candidates
  boolean missed; // and its site was not locked since
  boolean sharesSite; // with another case

  Entry(Case<?> event, int index) {
    this.event = event;
    this.index = index;
    this.state = event.isNever() && !event.isEvaluatedEachRound() ? State.OVER : State.IDLE;
  }

  @Override
  public String toString() {
    return event.toString();
  }
}
