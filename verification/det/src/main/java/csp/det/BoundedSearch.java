// SPDX-License-Identifier: Apache-2.0
package csp.det;

import java.util.Arrays;
import java.util.StringJoiner;

/**
 * All schedules with at most so many preemptions, depth first: those without any, then those with
 * one, and so on (iterative context bounding, Musuvathi and Qadeer, PLDI 2007). So a failure is
 * found with as few preemptions as it needs. Random numbers are choices like any other, and cost
 * nothing; letting time pass while somebody could run is a preemption.
 */
final class BoundedSearch extends Strategy {
  private final int most;
  private final StringJoiner counts = new StringJoiner(", ");
  private int bound;
  private int[] choice = new int[64];
  private int[] width = new int[64];
  private int length; // of the prefix that this schedule repeats, then of the schedule
  private int position;
  private int preemptions;
  private long schedules; // with this bound
  private boolean cut; // the bound has kept a schedule out
  private boolean done;
  private String lastToken = "choices:";

  BoundedSearch(int most) {
    this.most = most;
  }

  @Override
  void begin(long number) {
    position = 0;
    preemptions = 0;
  }

  @Override
  int next(int[] strands, int count, boolean preempts) {
    boolean clock = strands[count - 1] == CLOCK;
    int open = count;
    if (preemptions >= bound) {
      open = preempts ? 1 : clock ? count - 1 : count;
      cut |= open < count;
    }
    int chosen = choose(open);
    if (chosen > 0 && preempts || clock && chosen == count - 1) {
      preemptions++;
    }
    return chosen;
  }

  @Override
  int chance(int bound) {
    return choose(bound);
  }

  private int choose(int open) {
    if (position == choice.length) {
      choice = Arrays.copyOf(choice, position * 2);
      width = Arrays.copyOf(width, position * 2);
    }
    if (position == length) {
      choice[position] = 0;
      width[position] = open;
      length++;
    } else if (width[position] != open) {
      throw new IllegalStateException(
          "the scenario is not deterministic: choice %d of %s was among %d, and now is among %d"
              .formatted(position, Replay.token(choice, position), width[position], open));
    }
    return choice[position++];
  }

  @Override
  void end() {
    schedules++;
    length = position;
    lastToken = Replay.token(choice, position);
    while (length > 0 && ++choice[length - 1] == width[length - 1]) {
      length--;
    }
    if (length > 0) {
      return;
    }
    counts.add(String.valueOf(schedules));
    if (bound == most || !cut) {
      done = true;
      return;
    }
    bound++;
    schedules = 0;
    cut = false;
  }

  @Override
  boolean more() {
    return !done;
  }

  @Override
  boolean exhausted() {
    return done;
  }

  @Override
  String token() {
    return lastToken;
  }

  @Override
  String coverage() {
    if (!done) {
      return "stopped at %d preemptions (%s, %d)".formatted(bound, counts, schedules);
    }
    return (cut ? "exhausted to %d preemptions (%s)" : "exhausted, %d preemptions do all (%s)")
        .formatted(bound, counts);
  }
}
