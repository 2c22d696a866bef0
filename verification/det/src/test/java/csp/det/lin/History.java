// SPDX-License-Identifier: Apache-2.0
package csp.det.lin;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether there is an order of the calls of a run in which two sequential channels give the same
 * results (Wing and Gong's search, with the visited states remembered as Lowe does). A call comes
 * somewhere between its beginning and its end; a sender and a receiver that meet in an unbuffered
 * channel come in one step. A call that is still waiting when all are asleep has done nothing, and
 * has nothing that it could do.
 */
final class History {
  private final List<Call> calls; // those that began
  private final Set<String> visited = new HashSet<>();

  History(List<Call> calls) {
    this.calls = calls.stream().filter(call -> call.began != Call.NEVER).toList();
  }

  /** What is wrong, or empty. */
  Optional<String> problem(int[] capacities) {
    for (Call call : calls) {
      if (call.isPending() && (interruptedAfter(call) || cancelledBefore(call))) {
        return Optional.of("sleeps on: " + call);
      }
      if (call.result.equals(Call.CANCELLED) && !cancelledBefore(call)
          || call.result.equals(Call.INTERRUPTED) && !interruptedBefore(call)) {
        return Optional.of("without a reason: " + call);
      }
    }
    return search(0, new Model(capacities)) ? Optional.empty() : Optional.of("no such order");
  }

  private boolean interruptedAfter(Call sleeper) {
    return calls.stream().anyMatch(call -> interrupts(call, sleeper) && call.began > sleeper.began);
  }

  private boolean interruptedBefore(Call ended) {
    return calls.stream().anyMatch(call -> interrupts(call, ended) && call.began < ended.ended);
  }

  private static boolean interrupts(Call call, Call other) {
    return call.kind == Call.Kind.INTERRUPT && call.value == other.thread;
  }

  private boolean cancelledBefore(Call ended) {
    return ended.kind.isCancellable()
        && calls.stream()
            .anyMatch(call -> call.kind == Call.Kind.CANCEL && call.began < ended.ended);
  }

  private boolean search(int done, Model state) {
    int firstEnd = Call.NEVER;
    for (int i = 0; i < calls.size(); i++) {
      if ((done >> i & 1) == 0) {
        firstEnd = Math.min(firstEnd, calls.get(i).ended);
      }
    }
    if (firstEnd == Call.NEVER) {
      return isQuiet(done, state);
    }
    if (!visited.add(done + " " + state)) {
      return false;
    }
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      if ((done >> i & 1) == 0
          && call.began < firstEnd
          && !call.isPending()
          && (alone(i, done, state) || meeting(i, done, state, firstEnd))) {
        return true;
      }
    }
    return false;
  }

  /** The call by itself. */
  private boolean alone(int i, int done, Model state) {
    Call call = calls.get(i);
    if (call.result.equals(Call.INTERRUPTED) || call.result.equals(Call.CANCELLED)) {
      return search(done | 1 << i, state);
    }
    boolean couldWait = true;
    for (int channel = 0; channel < 2; channel++) {
      Model next = state.copy();
      Optional<String> result = step(call, channel, next);
      couldWait &= result.isEmpty();
      if (result.isPresent() && call.result.equals(result.get()) && search(done | 1 << i, next)) {
        return true;
      }
    }
    return couldWait && call.result.equals(Call.NOT_NOW) && search(done | 1 << i, state);
  }

  private static Optional<String> step(Call call, int channel, Model state) {
    if (call.sendsOn(channel)) {
      return state.send(channel, call.value).map(result -> call.on(channel, result));
    }
    if (call.receivesFrom(channel)) {
      return state.receive(channel).map(result -> call.on(channel, result));
    }
    return switch (call.kind) {
      case CLOSE -> call.channel == channel ? Optional.of(state.close(channel)) : Optional.empty();
      case INTERRUPT, CANCEL -> Optional.of(Call.OK);
      default -> Optional.empty();
    };
  }

  /** The call as a sender, and a receiver. */
  private boolean meeting(int sender, int done, Model state, int firstEnd) {
    Call sends = calls.get(sender);
    for (int receiver = 0; receiver < calls.size(); receiver++) {
      Call receives = calls.get(receiver);
      if ((done >> receiver & 1) != 0 || receives.began >= firstEnd || receives.isPending()) {
        continue;
      }
      for (int channel = 0; channel < 2; channel++) {
        if (canMeet(sends, receives, channel, state)
            && sends.result.equals(sends.on(channel, Call.OK))
            && receives.result.equals(receives.on(channel, String.valueOf(sends.value)))
            && search(done | 1 << sender | 1 << receiver, state)) {
          return true;
        }
      }
    }
    return false;
  }

  /** One of them has to wait for the other. */
  private static boolean canMeet(Call sends, Call receives, int channel, Model state) {
    return sends != receives
        && state.allowsMeeting(channel)
        && sends.sendsOn(channel)
        && receives.receivesFrom(channel)
        && !(sends.kind.isImmediate() && receives.kind.isImmediate());
  }

  /** Nobody who still waits could go on. */
  private boolean isQuiet(int done, Model state) {
    for (int i = 0; i < calls.size(); i++) {
      if ((done >> i & 1) != 0) {
        continue;
      }
      Call waiting = calls.get(i);
      for (int channel = 0; channel < 2; channel++) {
        if (step(waiting, channel, state.copy()).isPresent()) {
          return false;
        }
        for (Call other : calls) {
          if (other.isPending() && canMeet(waiting, other, channel, state)) {
            return false;
          }
        }
      }
    }
    return true;
  }
}
