// SPDX-License-Identifier: Apache-2.0
package csp.internal.select;

import csp.Cancellation;
import csp.internal.park.ParkReason;
import csp.internal.park.Parker;
import csp.internal.park.Platform;
import csp.internal.park.StandingWaiter;
import csp.internal.park.Sudog;
import csp.internal.park.WaitSite;
import csp.internal.select.Entry.State;
import csp.select.Clause;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Selects again and again among the same clauses. Not thread-safe. */
public final class Rounds {
  /*
   * Most cases stay queued from round to round, so that a round costs as much as there are cases that may
   * be ready, however many are not. A case is in one of four states:
   *
   *   CANDIDATE  off its queue; it may be ready, and is tried in the next round
   *   QUEUED     its step would have waited, and nothing has happened at its site since: whoever makes
   *              something happen takes the sudog off, and either fires the waiter, when the owner waits,
   *              or leaves the sudog in the list of the missed, which makes the case a candidate again
   *   IDLE       off its queue and out of this round: its guard is false
   *   OVER       it can never be ready again
   *
   * Steps run only while the waiter is decided, so that no peer can fire it at the same time. The owner
   * waits when no candidate is left: it makes the waiter claimable, and looks at the list of the missed
   * once more (StandingWaiter says why nothing is missed). That no candidate was left and nothing missed
   * at that moment is also the instant at which a default or a time-out of zero wins.
   *
   * A case with a guard or an operand is different in each round, and leaves its queue at the end of one.
   *
   * Two cases may share a site: receive from and send to one channel. The step of one then takes the
   * other's sudog off and misses it, which is no news. Both would be tried in turn for ever; so such a
   * sudog goes back to its queue, under the same lock.
   *
   * The cancellation of a round is one more case, after all that were written, that stays queued as long as
   * rounds come with the same one. It does not count among those that are left, and its end is no win.
   */

  /** Which of several ready cases wins. */
  public enum Policy {
    /** Any, with equal probability. */
    RANDOM,
    /** The first as written. */
    PRIORITY,
    /** The first as written after the last winner. */
    ROUND_ROBIN
  }

  private final Entry[] entries; // as written
  private final Entry[] evaluated; // those with a guard or an operand
  private final DefaultClause<?>[] defaults; // arrays: a round makes no iterators
  private final TimeoutClause<?>[] timeouts;
  private final Candidates candidates;
  private @Nullable StandingWaiter waiter; // of the thread that selected last
  private int left; // how many cases may still be ready some day
  private @Nullable Cancellation cancellation; // of the last round
  private @Nullable Entry ending; // its case; null exactly if that is null

  /** Among {@code clauses}; null is a clause that is never ready. */
  public Rounds(Policy policy, @Nullable Clause<?>... clauses) {
    List<Entry> cases = new ArrayList<>(clauses.length);
    List<DefaultClause<?>> fallbacks = new ArrayList<>();
    List<TimeoutClause<?>> limits = new ArrayList<>();
    for (Clause<?> clause : clauses) {
      switch (clause) {
        case null -> {}
        case Case<?> event -> cases.add(new Entry(event, cases.size()));
        case DefaultClause<?> fallback -> fallbacks.add(fallback);
        case TimeoutClause<?> limit -> limits.add(limit);
        default -> throw new AssertionError("unknown clause: " + clause);
      }
    }
    this.defaults = fallbacks.toArray(DefaultClause<?>[]::new);
    this.timeouts = limits.toArray(TimeoutClause<?>[]::new);
    this.entries = cases.toArray(Entry[]::new);
    markSharedSites();
    this.evaluated =
        cases.stream().filter(entry -> entry.event.isEvaluatedEachRound()).toArray(Entry[]::new);
    this.candidates = new Candidates(policy, entries.length + 1); // one for the cancellation
    this.left = (int) cases.stream().filter(entry -> !entry.event.isNever()).count();
  }

  /**
   * One round. Returns false, without having done anything, when no case can ever be ready again.
   */
  public boolean select() throws InterruptedException {
    return selectUntil(null);
  }

  /**
   * One round, unless {@code until} ends first: then its error is thrown. Returns false, without
   * having done anything, when no other case can ever be ready again.
   */
  public boolean select(Cancellation until) throws InterruptedException {
    return selectUntil(Objects.requireNonNull(until, "cancellation must not be null"));
  }

  private boolean selectUntil(@Nullable Cancellation until) throws InterruptedException {
    if (left == 0) {
      return false;
    }
    StandingWaiter mine = bindToCurrentThread();
    try {
      for (Entry entry : evaluated) {
        endEvaluation(entry); // of the round whose handler calls this
        if (entry.state != State.OVER) {
          entry.operand = entry.event.enter();
          if (entry.operand != Case.DISABLED) {
            candidates.add(entry);
          }
        }
      }
      return round(mine, until, chooseDefault(), chooseTimeout());
    } finally {
      for (Entry entry : evaluated) {
        endEvaluation(entry);
      }
    }
  }

  /** Takes every case off its queue, for good. */
  public void close() {
    for (Entry entry : entries) {
      end(entry);
    }
    forgetCancellation();
    left = 0;
  }

  private boolean round(
      StandingWaiter mine,
      @Nullable Cancellation until,
      @Nullable DefaultClause<?> otherwise,
      @Nullable TimeoutClause<?> timeout)
      throws InterruptedException {
    boolean mayWait = otherwise == null && (timeout == null || timeout.nanos() > 0);
    if (mayWait) {
      Parker.checkInterrupt();
    }
    join(mine, until);
    long nanos = timeout == null ? Parker.FOREVER : timeout.nanos();
    long deadline = nanos == Parker.FOREVER || !mayWait ? 0 : Platform.nanoTime() + nanos;
    while (left > 0) {
      drainMissed(mine);
      Entry entry = candidates.pick();
      if (entry != null) {
        Object outcome = tryOrQueue(mine, entry);
        if (outcome != Case.WOULD_WAIT && wins(entry, outcome)) {
          return true;
        }
      } else if (!mine.hasMissed()) {
        if (!mayWait) {
          return runs(otherwise, timeout);
        }
        mine.reset();
        if (!mine.hasMissed() || !mine.cancel()) { // or a peer was faster than the cancel
          long remaining = deadline == 0 ? nanos : deadline - Platform.nanoTime();
          if (!Parker.awaitAny(mine, spinAccount(), ParkReason.SELECT, remaining)) {
            return runs(otherwise, timeout);
          }
          Sudog fired = Objects.requireNonNull(mine.fired());
          Entry winner = entryAt(fired.index());
          candidates.add(winner);
          if (wins(winner, winner.event.outcome(fired))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Makes the end of {@code until} a case of this round, and of no other cancellation. */
  private void join(StandingWaiter mine, @Nullable Cancellation until) {
    if (until == null) {
      forgetCancellation();
      return;
    }
    RuntimeException error = until.error();
    if (error != null) {
      throw error;
    }
    if (until != cancellation) {
      Entry joining = new Entry(DoneCase.throwing(until), entries.length);
      forgetCancellation();
      cancellation = until;
      ending = joining;
      admit(joining, mine);
    }
  }

  private void forgetCancellation() {
    Entry forgotten = ending;
    if (forgotten != null) {
      end(forgotten);
    }
    ending = null;
    cancellation = null;
  }

  /**
   * Runs the handler of {@code entry}, unless it won by ending where nobody asked to hear of that.
   * Throws if the cancellation has ended.
   */
  private boolean wins(Entry entry, Object outcome) throws InterruptedException {
    if (entry == ending) {
      forgetCancellation();
    } else {
      if (entry.event.isLast(outcome)) {
        end(entry);
        left--;
        if (entry.event.isSilentEnd(outcome)) {
          return false;
        }
      }
      candidates.won(entry);
    }
    entry.event.finish(outcome);
    return true;
  }

  private static boolean runs(
      @Nullable DefaultClause<?> otherwise, @Nullable TimeoutClause<?> timeout)
      throws InterruptedException {
    if (otherwise != null) {
      otherwise.handler().get();
    } else {
      Objects.requireNonNull(timeout).handler().get();
    }
    return true;
  }

  private Object tryOrQueue(StandingWaiter mine, Entry entry) {
    WaitSite site = entry.event.site();
    Object outcome;
    site.lock();
    try {
      entry.missed = false;
      if (entry.sharesSite) {
        drainMissed(mine); // from here on, what is missed at this site the step has missed
      }
      outcome = entry.event.tryStep(entry.operand);
      if (outcome == Case.WOULD_WAIT) {
        if (entry.sharesSite) {
          drainMissedByStep(mine, site);
        }
        candidates.remove(entry, State.QUEUED);
        entry.sudog.clear();
        entry.event.enqueue(entry.sudog, entry.operand);
      }
    } finally {
      site.unlockAndWake();
    }
    if (outcome == Case.WOULD_WAIT) {
      entry.event.enqueued();
    }
    return outcome;
  }

  private Entry entryAt(int index) {
    return index < entries.length ? entries[index] : Objects.requireNonNull(ending);
  }

  /**
   * The entry that {@code missed} is queued for, as far as it knows; null if it has left. What a
   * forgotten cancellation has left among the missed is drained before the next one is queued.
   */
  private @Nullable Entry queued(Sudog missed) {
    int index = missed.index();
    Entry entry = index < entries.length ? entries[index] : ending;
    return entry != null && entry.state == State.QUEUED ? entry : null;
  }

  private void drainMissed(StandingWaiter mine) {
    for (Sudog sudog = mine.drainMissed(); sudog != null; ) {
      Entry entry = queued(sudog);
      sudog = StandingWaiter.nextMissed(sudog);
      if (entry != null) {
        entry.missed = true;
        candidates.add(entry);
      }
    }
  }

  /** Drains what was missed; what waits at {@code site} goes back there. Lock of the site held. */
  private void drainMissedByStep(StandingWaiter mine, WaitSite site) {
    for (Sudog sudog = mine.drainMissed(); sudog != null; ) {
      Entry entry = queued(sudog);
      sudog = StandingWaiter.nextMissed(sudog);
      if (entry != null && entry.event.site() == site) {
        entry.sudog.clear();
        entry.event.enqueue(entry.sudog, entry.operand);
      } else if (entry != null) {
        entry.missed = true;
        candidates.add(entry);
      }
    }
  }

  private void endEvaluation(Entry entry) {
    if (entry.state != State.OVER) {
      leave(entry);
      candidates.remove(entry, State.IDLE);
      entry.operand = null;
    }
  }

  private void end(Entry entry) {
    leave(entry);
    candidates.remove(entry, State.OVER);
  }

  /**
   * Takes {@code entry} off its queue. Also if it was missed: whoever missed it may be about to
   * claim a second time, for a round that is over, until its site could be locked.
   */
  private static void leave(Entry entry) {
    if (entry.state == State.QUEUED || entry.missed) {
      entry.missed = false;
      entry.event.leave(entry.sudog);
      entry.sudog.clear(); // an element must not stay reachable
    }
  }

  /** The waiter and the sudogs belong to a thread: another one gets its own. */
  private StandingWaiter bindToCurrentThread() {
    StandingWaiter bound = waiter;
    if (bound == null || bound.thread() != Thread.currentThread()) {
      bound = new StandingWaiter(this);
      for (Entry entry : entries) {
        if (entry.state != State.OVER) {
          leave(entry);
          candidates.remove(entry, State.IDLE);
          admit(entry, bound);
        }
      }
      forgetCancellation();
      waiter = bound;
    }
    return bound;
  }

  /** Gives {@code entry} a sudog of {@code mine}. */
  private void admit(Entry entry, StandingWaiter mine) {
    entry.sudog = new Sudog(mine);
    entry.sudog.index(entry.index);
    if (entry.state != State.OVER && !entry.event.isEvaluatedEachRound()) {
      candidates.add(entry);
    }
  }

  private @Nullable DefaultClause<?> chooseDefault() {
    DefaultClause<?> chosen = null;
    for (DefaultClause<?> clause : defaults) {
      if (clause.isOn()) {
        chosen = OneShot.onlyDefault(chosen, clause);
      }
    }
    return chosen;
  }

  private @Nullable TimeoutClause<?> chooseTimeout() {
    TimeoutClause<?> chosen = null;
    for (TimeoutClause<?> clause : timeouts) {
      if (clause.isOn() && (chosen == null || clause.nanos() < chosen.nanos())) {
        chosen = clause;
      }
    }
    return chosen;
  }

  private @Nullable WaitSite spinAccount() {
    boolean few = entries.length <= OneShot.MOST_SPINNING_CASES;
    return few && !entries[0].event.isNever() ? entries[0].event.site() : null;
  }

  private void markSharedSites() {
    IdentityHashMap<WaitSite, Entry> first = new IdentityHashMap<>();
    for (Entry entry : entries) {
      Entry other = entry.event.isNever() ? null : first.putIfAbsent(entry.event.site(), entry);
      if (other != null) {
        other.sharesSite = true;
        entry.sharesSite = true;
      }
    }
  }

  @Override
  public String toString() {
    return "selector" + Arrays.asList(entries);
  }
}
