// SPDX-License-Identifier: Apache-2.0
package csp.det;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds data races: two accesses to one variable, at least one of them a write and at least one of
 * them plain, that happens-before does not order.
 */
final class Races {
  /*
   * Each strand has a vector clock, as in FastTrack (Flanagan and Freund, PLDI 2009). The edges are those of
   * the Java memory model and no others:
   *
   *   start of a thread; its end to a join, to isAlive that says no, and to the check of the scenario;
   *   a volatile write to all later volatile reads; a release write to an acquire read that sees it, which
   *   is one with no other write in between but by read-modify-writes;
   *   leaving a monitor to entering it; interrupting a thread to whoever sees that it is.
   *
   * Opaque accesses order nothing, but race with plain ones only. Parking and unparking order nothing: the
   * specification of LockSupport promises no edge. So a race is found whatever the processor would do, and
   * in a schedule in which all went well.
   *
   * More edges than there are: from each call of an object of java.util.concurrent, which is no atomic, to each
   * later one. Class initializers are not watched.
   */

  private static final String READ = "read";
  private static final String WRITE = "write";
  private static final String ATOMIC_READ = "atomic read";
  private static final String ATOMIC_WRITE = "atomic write";

  private final Set<Integer> benign = new HashSet<>();
  private final Variables variables = new Variables();
  private final Variables monitors = new Variables();
  private final List<int[]> clocks = new ArrayList<>();
  private int[] ended = Clocks.none(); // what a strand sees that nobody of the run starts
  private boolean fresh = true; // nothing of the run has happened yet
  private boolean keepsStacks;
  private @Nullable String found;

  Races(Map<String, String> benignFields) {
    for (String field : benignFields.keySet()) {
      benign.add(Fields.number(field));
    }
  }

  /** From now on stacks are remembered, too, which takes long. */
  void keepStacks() {
    keepsStacks = true;
  }

  /** The first race of the run, or null. */
  @Nullable String found() {
    return found;
  }

  /** The run is over: nothing is kept but what was found. */
  void end() {
    variables.clear();
    monitors.clear();
    clocks.clear();
    ended = Clocks.none();
    fresh = true;
  }

  /** {@code parent} starts {@code child}; -1 stands for who starts the run. */
  void started(int parent, int child) {
    if (fresh) {
      fresh = false;
      found = null;
    }
    int[] clock = Clocks.join(Clocks.none(), parent < 0 ? ended : clocks.get(parent));
    clocks.add(Clocks.set(clock.clone(), child, 1));
    if (parent >= 0) {
      tick(parent);
    }
  }

  /** {@code strand} knows that {@code other} has ended. */
  void joined(int strand, int other) {
    if (other >= 0) {
      see(strand, clocks.get(other));
    }
  }

  /** The next strand that is started knows that the first {@code count} have ended. */
  void joinAll(int count) {
    for (int i = 0; i < count; i++) {
      ended = Clocks.join(ended, clocks.get(i));
    }
  }

  /** What {@code strand} has done is seen by those who acquire {@code object} later. */
  void release(int strand, Object object) {
    Variable monitor = monitors.of(object, 0);
    monitor.released = joined(monitor.released, clocks.get(strand));
    tick(strand);
  }

  /** {@code strand} sees what was done before {@code object} was released. */
  void acquire(int strand, Object object) {
    int[] released = monitors.of(object, 0).released;
    if (released != null) {
      see(strand, released);
    }
  }

  /** {@code strand} accesses a variable, which is static if {@code owner} is null. */
  void access(int strand, @Nullable Object owner, int field, int mode) {
    boolean element = owner != null && owner.getClass().isArray();
    if (!element && benign.contains(field) && Mode.isPlain(mode)) {
      return;
    }
    Variable variable = variables.of(owner, field);
    if (Mode.acquires(mode) && variable.released != null) {
      see(strand, variable.released);
    }
    int[] clock = clocks.get(strand);
    int now = clock[strand];
    if (Mode.isPlain(mode)) {
      check(strand, owner, field, variable, variable.atomicWrites, clock, mode, ATOMIC_WRITE);
      if (Mode.writes(mode)) {
        check(strand, owner, field, variable, variable.plainReads, clock, mode, READ);
        check(strand, owner, field, variable, variable.atomicReads, clock, mode, ATOMIC_READ);
      }
    } else if (Mode.writes(mode)) {
      check(strand, owner, field, variable, variable.plainReads, clock, mode, READ);
    }
    check(strand, owner, field, variable, variable.plainWrites, clock, mode, WRITE);
    remember(variable, strand, now, mode);
    if (Mode.writes(mode)) {
      release(variable, strand, mode);
    }
  }

  private void remember(Variable variable, int strand, int now, int mode) {
    if (Mode.reads(mode)) {
      if (Mode.isPlain(mode)) {
        variable.plainReads = Clocks.set(variable.plainReads, strand, now);
      } else {
        variable.atomicReads = Clocks.set(variable.atomicReads, strand, now);
      }
    }
    if (Mode.writes(mode)) {
      if (Mode.isPlain(mode)) {
        variable.plainWrites = Clocks.set(variable.plainWrites, strand, now);
      } else {
        variable.atomicWrites = Clocks.set(variable.atomicWrites, strand, now);
      }
    }
    if (keepsStacks) {
      StackTraceElement[] stack = Thread.currentThread().getStackTrace();
      if (Mode.reads(mode)) {
        variable.keep(Mode.isPlain(mode) ? READ : ATOMIC_READ, strand, stack);
      }
      if (Mode.writes(mode)) {
        variable.keep(Mode.isPlain(mode) ? WRITE : ATOMIC_WRITE, strand, stack);
      }
    }
  }

  private void release(Variable variable, int strand, int mode) {
    if (!Mode.releases(mode)) {
      if (!Mode.reads(mode)) {
        variable.released = null; // this value orders nothing
      }
      return;
    }
    int[] clock = clocks.get(strand);
    variable.released = Mode.keepsReleased(mode) ? joined(variable.released, clock) : clock.clone();
    tick(strand);
  }

  private void tick(int strand) {
    clocks.get(strand)[strand]++;
  }

  private void see(int strand, int[] clock) {
    clocks.set(strand, Clocks.join(clocks.get(strand), clock));
  }

  private static int[] joined(int @Nullable [] released, int[] clock) {
    return released == null ? clock.clone() : Clocks.join(released, clock);
  }

  // Reporting

  private void check(
      int strand,
      @Nullable Object owner,
      int field,
      Variable variable,
      int[] events,
      int[] clock,
      int mode,
      String earlier) {
    int other = Clocks.unseen(events, clock);
    if (other < 0 || found != null) {
      return;
    }
    String now = (Mode.isPlain(mode) ? "" : "atomic ") + (Mode.writes(mode) ? WRITE : READ);
    StringBuilder text = new StringBuilder();
    text.append("\n").append(now).append(" of ").append(describe(owner, field));
    text.append(" by thread ").append(strand);
    if (keepsStacks) {
      frames(text, Thread.currentThread().getStackTrace());
    }
    text.append("\nis not ordered after the ").append(earlier).append(" by thread ").append(other);
    frames(text, variable.kept(earlier, other));
    found = text.toString();
  }

  private static String describe(@Nullable Object owner, int field) {
    if (owner != null && owner.getClass().isArray()) {
      return owner.getClass().getSimpleName().replace("[]", "[" + field + "]");
    }
    if (owner != null && isAtomic(owner.getClass())) {
      return owner.getClass().getSimpleName();
    }
    return Fields.name(field);
  }

  private static boolean isAtomic(Class<?> type) {
    Class<?> above = type.getSuperclass();
    return type.getName().startsWith(Weaver.ATOMICS) || above != null && isAtomic(above);
  }

  private static void frames(StringBuilder text, StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      if (Trace.isInteresting(frame)) {
        text.append("\n    at ").append(frame);
      }
    }
  }
}
