// SPDX-License-Identifier: Apache-2.0
package csp.det.lin;

import java.util.List;
import java.util.SplittableRandom;

/**
 * What a primitive does when one call comes after the other, and the primitive itself.
 *
 * <p>The state between two steps is a number: 64 bits are enough for objects that nine calls have
 * used, and make the search quick. A call is one step, or several: it goes from phase to phase,
 * from 0 on, and ends with a result. Where the order of those who wait is promised, to queue is a
 * step of its own.
 */
interface Spec {
  /** Takes what a call could do next. */
  interface Offer {
    /** Goes on to {@code phase}, which is less than {@link History#DONE}. */
    void step(long state, int phase);

    /** Ends with {@code result}. */
    void end(long state, String result);
  }

  /** Takes what two calls could do together. A result is null where the call goes on. */
  interface Meeting {
    void both(int firstPhase, String firstResult, int secondPhase, String secondResult);
  }

  /** What can be called; what is there several times is drawn more often. */
  List<Op> ops();

  /** The argument of call number {@code number}. */
  default int value(SplittableRandom random, int number) {
    return 2 * number + 1;
  }

  /** Which of several objects a call is for. */
  default int target(SplittableRandom random) {
    return 0;
  }

  /** The state before all calls. */
  long start();

  /**
   * Offers all that {@code call} could do now. Nothing means that it has to wait; then a form that
   * does not may end as {@link Call#NOT_NOW}.
   */
  void steps(Call call, int phase, long state, Offer offer);

  /** Offers what {@code call} does when it gives up because of {@code reason}. */
  default void leave(Call call, int phase, long state, String reason, Offer offer) {
    if (phase == 0) {
      offer.end(state, reason);
    }
  }

  /** Whether calls may have to meet. */
  default boolean hasMeetings() {
    return false;
  }

  /** Offers what {@code sender} and {@code receiver} could do in one step. */
  default void meet(
      Call sender, int senderPhase, Call receiver, int receiverPhase, long state, Meeting offer) {}

  /** Whether {@code call} may fail although it need not, as long as {@code other} goes on. */
  default boolean mayFailBesides(Call call, Call other) {
    return false;
  }

  /** The primitive, as it is at {@link #start}. */
  Subject subject();

  /** The primitive in one run. */
  interface Subject {
    /** Makes the call. An interrupt and a cancellation may come out. */
    String make(Call call, Ending ending) throws InterruptedException;
  }
}
