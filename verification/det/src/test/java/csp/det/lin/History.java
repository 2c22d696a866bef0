// SPDX-License-Identifier: Apache-2.0
package csp.det.lin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether there is an order of the steps of all calls of a run in which a {@link Spec} gives the
 * same results (Wing and Gong's search, with the visited states remembered as Lowe does). The steps
 * of a call come somewhere between its beginning and its end; a sender and a receiver that meet in
 * an unbuffered channel come in one step. A call that is still waiting when all are asleep has not
 * ended, and there is nothing that it could do: go on, or give up for a reason that was there.
 */
final class History {
  /** The phase of a call that has ended. */
  static final int DONE = 15;

  private static final int PHASE_BITS = 4;

  private final Spec spec;
  private final List<Call> calls = new ArrayList<>(); // those that began
  private final Visited visited;
  private boolean explained;

  /** Of {@code all} calls of a program; {@code visited} is memory to use. */
  History(Spec spec, List<Call> all, Visited visited) {
    this.spec = spec;
    this.visited = visited;
    for (Call call : all) {
      if (call.began != Call.NEVER) {
        calls.add(call);
      }
    }
  }

  /** What is wrong, or empty. */
  Optional<String> problem() {
    for (Call call : calls) {
      if (call.gaveUp(Call.CANCELLED) && !cancelledBefore(call)
          || call.gaveUp(Call.INTERRUPTED) && !interruptedBefore(call)) {
        return Optional.of("without a reason: " + call);
      }
    }
    visited.clear();
    search(0, spec.start());
    return explained ? Optional.empty() : Optional.of("no such order");
  }

  // The search

  private void search(long phases, long state) {
    if (explained || !visited.add(phases, state)) {
      return;
    }
    int firstEnd = Call.NEVER;
    for (int i = 0; i < calls.size(); i++) {
      if (phase(phases, i) != DONE) {
        firstEnd = Math.min(firstEnd, calls.get(i).ended);
      }
    }
    if (firstEnd == Call.NEVER && isQuiet(phases, state)) {
      explained = true;
      return;
    }
    for (int i = 0; i < calls.size() && !explained; i++) {
      if (isOpen(phases, i, firstEnd)) {
        new Move(i, phases).goOn(state);
      }
    }
    if (spec.hasMeetings()) {
      meetings(phases, state, firstEnd);
    }
  }

  private boolean isOpen(long phases, int i, int firstEnd) {
    return phase(phases, i) != DONE && calls.get(i).began < firstEnd;
  }

  private static int phase(long phases, int i) {
    return (int) (phases >>> PHASE_BITS * i) & DONE;
  }

  private static long with(long phases, int i, int phase) {
    return phases & ~((long) DONE << PHASE_BITS * i) | (long) phase << PHASE_BITS * i;
  }

  /** What one call could do next. */
  private final class Move implements Spec.Offer {
    private final int i;
    private final Call call;
    private final long phases;
    private boolean offered;

    Move(int i, long phases) {
      this.i = i;
      this.call = calls.get(i);
      this.phases = phases;
    }

    void goOn(long state) {
      if (call.op == Op.INTERRUPT || call.op == Op.CANCEL) {
        end(state, Call.OK);
        return;
      }
      int phase = phase(phases, i);
      spec.steps(call, phase, state, this);
      for (String reason : reasons(call)) {
        boolean allowed = !reason.equals(Call.NOT_NOW) || !offered || mayFail(call);
        if (allowed && (call.isPending() || call.gaveUp(reason))) {
          spec.leave(call, phase, state, reason, this);
        }
      }
    }

    @Override
    public void step(long next, int phase) {
      offered = true;
      search(with(phases, i, phase), next);
    }

    @Override
    public void end(long next, String result) {
      offered = true;
      if (!call.isPending() && call.result.equals(result)) {
        search(with(phases, i, DONE), next);
      }
    }
  }

  private void meetings(long phases, long state, int firstEnd) {
    for (int i = 0; i < calls.size(); i++) {
      for (int k = 0; k < calls.size() && !explained; k++) {
        if (i != k && isOpen(phases, i, firstEnd) && isOpen(phases, k, firstEnd)) {
          int sender = i;
          int receiver = k;
          spec.meet(
              calls.get(i),
              phase(phases, i),
              calls.get(k),
              phase(phases, k),
              state,
              (phase, result, otherPhase, otherResult) -> {
                if (fits(sender, result) && fits(receiver, otherResult)) {
                  long one = with(phases, sender, result == null ? phase : DONE);
                  search(with(one, receiver, otherResult == null ? otherPhase : DONE), state);
                }
              });
        }
      }
    }
  }

  private boolean fits(int i, String result) {
    Call call = calls.get(i);
    return result == null || !call.isPending() && call.result.equals(result);
  }

  /** Nobody who still waits could go on, or has a reason to give up. */
  private boolean isQuiet(long phases, long state) {
    Probe probe = new Probe();
    for (int i = 0; i < calls.size() && !probe.offered; i++) {
      int phase = phase(phases, i);
      if (phase == DONE) {
        continue;
      }
      Call waiting = calls.get(i);
      spec.steps(waiting, phase, state, probe);
      for (String reason : reasons(waiting)) {
        spec.leave(waiting, phase, state, reason, probe);
      }
      for (int k = 0; spec.hasMeetings() && k < calls.size(); k++) {
        if (k != i && phase(phases, k) != DONE) {
          spec.meet(waiting, phase, calls.get(k), phase(phases, k), state, probe);
        }
      }
    }
    return !probe.offered;
  }

  /** Whether there is anything at all. */
  private static final class Probe implements Spec.Offer, Spec.Meeting {
    private boolean offered;

    @Override
    public void step(long state, int phase) {
      offered = true;
    }

    @Override
    public void end(long state, String result) {
      offered = true;
    }

    @Override
    public void both(int firstPhase, String firstResult, int secondPhase, String secondResult) {
      offered = true;
    }
  }

  // Giving up

  /** Why {@code call} may have given up; if it waits still, why it has to. */
  private List<String> reasons(Call call) {
    Op.Form form = call.op.form();
    List<String> reasons = new ArrayList<>(2);
    if (form == Op.Form.TRY || form == Op.Form.TIMED) {
      reasons.add(Call.NOT_NOW);
    }
    if (form.isInterruptible()
        && (call.isPending() ? interruptedAfter(call) : call.gaveUp(Call.INTERRUPTED))) {
      reasons.add(Call.INTERRUPTED);
    }
    if (form == Op.Form.CANCELLABLE
        && (call.isPending() ? cancelledBefore(call) : call.gaveUp(Call.CANCELLED))) {
      reasons.add(Call.CANCELLED);
    }
    return reasons;
  }

  private boolean mayFail(Call call) {
    for (Call other : calls) {
      if (other != call
          && other.began < call.ended
          && call.began < other.ended
          && other.op != Op.INTERRUPT
          && other.op != Op.CANCEL
          && spec.mayFailBesides(call, other)) {
        return true;
      }
    }
    return false;
  }

  private boolean interruptedAfter(Call sleeper) {
    for (Call call : calls) {
      if (interrupts(call, sleeper) && call.began > sleeper.began) {
        return true;
      }
    }
    return false;
  }

  /** Each interrupt ends one call at most. */
  private boolean interruptedBefore(Call ended) {
    int left = 0;
    for (Call call : calls) {
      if (interrupts(call, ended) && call.began < ended.ended) {
        left++;
      }
      if (call != ended
          && call.thread == ended.thread
          && call.ended <= ended.began
          && call.gaveUp(Call.INTERRUPTED)) {
        left--;
      }
    }
    return left > 0;
  }

  private static boolean interrupts(Call call, Call other) {
    return call.op == Op.INTERRUPT && call.value == other.thread;
  }

  private boolean cancelledBefore(Call ended) {
    for (Call call : calls) {
      if (call.op == Op.CANCEL && call.began < ended.ended) {
        return ended.is(Op.Form.CANCELLABLE);
      }
    }
    return false;
  }
}
