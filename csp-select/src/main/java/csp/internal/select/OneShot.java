// SPDX-License-Identifier: Apache-2.0
package csp.internal.select;

import csp.Cancellation;
import csp.internal.park.ParkReason;
import csp.internal.park.Parker;
import csp.internal.park.Platform;
import csp.internal.park.Sudog;
import csp.internal.park.WaitSite;
import csp.internal.park.Waiter;
import csp.select.Clause;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One select: the clauses that take part in it, and how one of them is chosen. */
public final class OneShot<R> {
  /*
   * Three passes, as Go's selectgo (runtime/select.go):
   *
   *   lock all sites, in lock order
   *   pass 1, in poll order: the first step that completes wins
   *   nothing is ready, and a default: it wins; that all locks are held makes this one instant
   *   pass 2: queue one sudog per case, all of the same waiter; unlock all; await
   *   pass 3: take the losing sudogs off, each under its own lock
   *
   * Before all that, a select that is not bound to one instant (it has neither a default nor a fixed
   * order) tries its cases one by one, each under its own lock: a step that completes is a choice like
   * any other, and the common case locks once. A case that would wait is mostly seen without its lock.
   * The poll order is a random permutation, so of the cases that are ready, and stay so, each is first
   * with equal probability.
   *
   * A cancellation is one more case, the first in the order of a select that waits, and joins it only then:
   * on entry it was asked.
   *
   * A select never pairs with itself: the steps find only what is queued, and nothing of this select is
   * queued before pass 2.
   */

  /** With more the peer is hardly the one that spinning was good for. */
  static final int MOST_SPINNING_CASES = 4;

  private final @Nullable Case<R>[] cases; // the first `count` take part, in poll order
  private final @Nullable Object[] operands; // of the cases, by the same index
  private int count;
  private boolean written; // whether there was any clause at all
  private @Nullable DefaultClause<R> otherwise;
  private @Nullable TimeoutClause<R> timeout; // the shortest
  private final @Nullable Cancellation cancellation;

  /**
   * Evaluates guards and operands, in the order of {@code clauses}; null is a clause switched off.
   *
   * @param cancellation what may end the select, or null
   */
  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
  public OneShot(@Nullable Cancellation cancellation, @Nullable Clause<? extends R>[] clauses) {
    this.cancellation = cancellation;
    int most = cancellation == null ? clauses.length : clauses.length + 1;
    this.cases = new Case[most];
    this.operands = new Object[most];
    for (Clause<? extends R> clause : clauses) {
      if (clause != null) {
        written = true;
        enter((Clause<R>) clause); // covariant: it only gives results
      }
    }
  }

  private void enter(Clause<R> clause) {
    switch (clause) {
      case Case<R> event -> {
        Object operand = event.enter();
        if (operand != Case.DISABLED) {
          cases[count] = event;
          operands[count++] = operand;
        }
      }
      case DefaultClause<R> fallback -> {
        if (fallback.isOn()) {
          otherwise = onlyDefault(otherwise, fallback);
        }
      }
      case TimeoutClause<R> limit -> {
        if (limit.isOn() && (timeout == null || limit.nanos() < timeout.nanos())) {
          timeout = limit;
        }
      }
      default -> throw new AssertionError("unknown clause: " + clause);
    }
  }

  /** Selects in random order. */
  public @Nullable R select() throws InterruptedException {
    for (int i = count - 1; i > 0; i--) {
      swap(i, Platform.randomIndex(i + 1));
    }
    boolean mayWait = mayWait();
    begin(mayWait);
    if (mayWait) {
      for (int i = 0; i < count; i++) {
        Case<R> event = at(i);
        if (event.seemsToWait()) {
          continue;
        }
        Object outcome = tryAlone(event, operands[i]);
        if (outcome != Case.WOULD_WAIT) {
          return event.finish(outcome);
        }
      }
    }
    return selectAtOnce(mayWait);
  }

  /** Selects in written order. */
  public @Nullable R selectFirst() throws InterruptedException {
    boolean mayWait = mayWait();
    begin(mayWait);
    return selectAtOnce(mayWait);
  }

  /** Throws if the thread is interrupted, and that counts, or if the cancellation has ended. */
  private void begin(boolean mayWait) throws InterruptedException {
    if (mayWait) {
      Parker.checkInterrupt();
    }
    RuntimeException error = cancellation == null ? null : cancellation.error();
    if (error != null) {
      throw error;
    }
  }

  /** Returns {@code clause}, which must be the first default of its select. */
  static <D extends DefaultClause<?>> D onlyDefault(@Nullable D before, D clause) {
    if (before != null) {
      throw new IllegalArgumentException("select must have at most one default, was given two");
    }
    return clause;
  }

  private boolean mayWait() {
    return otherwise == null && (timeout == null || timeout.nanos() > 0);
  }

  /** Makes the end of the cancellation, if there is one, the first case. */
  private void joinCancellation() {
    if (cancellation == null) {
      return;
    }
    written = true;
    Case<R> done = DoneCase.throwing(cancellation);
    Object operand = done.enter();
    if (operand != Case.DISABLED) {
      System.arraycopy(cases, 0, cases, 1, count); // the others keep their order
      System.arraycopy(operands, 0, operands, 1, count);
      cases[0] = done;
      operands[0] = operand;
      count++;
    }
  }

  private @Nullable R selectAtOnce(boolean mayWait) throws InterruptedException {
    if (mayWait) {
      joinCancellation();
    }
    if (otherwise != null && count == 1 && at(0).seemsToWait()) {
      return otherwise.handler().get(); // of one case one look is one instant
    }
    LockOrder locks = new LockOrder(cases, count);
    Selection selection = null;
    int winner = -1;
    Object outcome = Case.WOULD_WAIT;
    locks.lock();
    try {
      for (int i = 0; i < count && outcome == Case.WOULD_WAIT; i++) {
        outcome = at(i).tryStep(operands[i]);
        winner = i;
      }
      if (outcome == Case.WOULD_WAIT && mayWait) {
        selection = new Selection();
        selection.enqueue();
      }
    } finally {
      locks.unlockAndWake();
    }
    if (outcome != Case.WOULD_WAIT) {
      return at(winner).finish(outcome);
    }
    if (selection != null) {
      Sudog fired = selection.await();
      if (fired != null) {
        Case<R> event = at(fired.index());
        return event.finish(event.outcome(fired));
      }
    }
    return otherwise != null
        ? otherwise.handler().get()
        : Objects.requireNonNull(timeout).handler().get();
  }

  private static Object tryAlone(Case<?> event, @Nullable Object operand) {
    WaitSite site = event.site();
    site.lock();
    try {
      return event.tryStep(operand);
    } finally {
      site.unlockAndWake();
    }
  }

  private Case<R> at(int index) {
    return Objects.requireNonNull(cases[index]);
  }

  private void swap(int i, int j) {
    Case<R> event = cases[i];
    cases[i] = cases[j];
    cases[j] = event;
    Object operand = operands[i];
    operands[i] = operands[j];
    operands[j] = operand;
  }

  /** The wait of this select: what a thread dump shows it parked on. */
  private final class Selection extends Waiter {
    private final Sudog[] sudogs = new Sudog[count];

    /** Pass 2. All locks held. */
    void enqueue() {
      for (int i = 0; i < count; i++) {
        Sudog sudog = new Sudog(this);
        sudog.index(i);
        sudogs[i] = sudog;
        at(i).enqueue(sudog, operands[i]);
      }
    }

    /** Waits, then pass 3. Returns the sudog that won, or null if the time passed first. */
    @Nullable Sudog await() throws InterruptedException {
      try {
        for (int i = 0; i < count; i++) {
          at(i).enqueued();
        }
        ParkReason reason = written ? ParkReason.SELECT : ParkReason.SELECT_NO_CASES;
        Parker.awaitAny(
            this, spinAccount(), reason, timeout == null ? Parker.FOREVER : timeout.nanos());
      } catch (RuntimeException | Error failure) { // such as no thread to be had to join another
        if (cancel()) { // P1: otherwise a clause has taken effect, and that counts
          throw failure;
        }
      } finally {
        Sudog fired = fired();
        for (int i = 0; i < count; i++) {
          if (sudogs[i] != fired) {
            at(i).leave(sudogs[i]); // P4
          }
        }
      }
      return fired();
    }

    private @Nullable WaitSite spinAccount() {
      return count > 0 && count <= MOST_SPINNING_CASES ? at(0).site() : null;
    }

    @Override
    public String toString() {
      return "select" + Arrays.asList(cases).subList(0, count);
    }
  }
}
