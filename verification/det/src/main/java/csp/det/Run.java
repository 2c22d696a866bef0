// SPDX-License-Identifier: Apache-2.0
package csp.det;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One schedule: the scheduler of its virtual threads, which all run on the thread that calls {@link
 * #execute(Scenario)}, one at a time, each until it parks, ends, or comes to a point where the
 * strategy picks another.
 */
final class Run {
  /*
   * All that can make a strand go on comes through here: submit, and the end of a sleep in virtual time. So
   * "nobody can run, and nobody sleeps until a moment" is exact.
   *
   * A strand is in one place at a time: running; ready; aside; or in none of these, and then it is parked or
   * has ended. One that spins goes aside: it cannot go on before another strand has written something or has
   * stopped, or nobody else is left. Otherwise a strategy that prefers it would never come to the one it
   * waits for.
   */

  private final Options options;
  private final Strategy strategy;
  private final Carrier carrier;
  private final Thread carrierThread = Thread.currentThread();
  private final VirtualTime time = new VirtualTime();
  private final Map<Runnable, Strand> byContinuation = new IdentityHashMap<>();
  private final List<Strand> strands = new ArrayList<>();
  private final ArrayList<Strand> ready = new ArrayList<>();
  private final ArrayList<Strand> aside = new ArrayList<>();
  private int[] numbers = new int[16];
  private @Nullable Strand running;
  private @Nullable Strand chosen; // to run next
  private boolean spinning; // the running strand goes aside when it yields
  private boolean vain; // all who are aside have spun since somebody last did something
  private int initializing; // depth of class initializers that the running strand is in
  private int steps;
  private int switches;
  private long hash;
  private boolean tooLong;
  private volatile @Nullable String outsider; // a thread that is not of this run, and has woken one
  private boolean looking; // at a stack: the JDK then submits a thread once more
  private @Nullable Throwable failure;
  private @Nullable Object timers; // of the library

  /** Told of accesses, or null. */
  final @Nullable Races races;

  /** Told of switches, or null. */
  private final @Nullable Trace trace;

  Run(
      Carrier carrier,
      Options options,
      Strategy strategy,
      @Nullable Races races,
      @Nullable Trace trace) {
    this.carrier = carrier;
    this.options = options;
    this.strategy = strategy;
    this.races = races;
    this.trace = trace;
  }

  /** Runs {@code scenario} and what it starts to the end. */
  Outcome execute(Scenario scenario) {
    Scenario.Check[] check = new Scenario.Check[1];
    Strand main;
    carrier.carry(this);
    Hooks.run = this;
    try {
      main = start("main", () -> check[0] = scenario.run());
      drive();
      if (check[0] != null && verdict(main) == Verdict.PASSED) {
        if (races != null) {
          races.joinAll(strands.size());
        }
        main = start("check", check[0]);
        drive();
      }
    } finally {
      Hooks.run = null;
      carrier.carry(null);
      if (races != null) {
        races.end();
      }
    }
    Verdict verdict = verdict(main);
    if (trace != null) {
      for (Strand strand : strands) {
        trace.left(strand, stackOf(strand));
      }
    }
    return new Outcome(verdict, failure, steps, switches, hash * 31 + verdict.ordinal());
  }

  private Strand start(String name, Scenario.Check body) {
    VirtualThreads.unstarted(
            carrier,
            name,
            () -> {
              try {
                body.run();
              } catch (Throwable e) {
                fail(e);
              }
            })
        .start();
    return strands.getLast();
  }

  private Verdict verdict(Strand main) {
    if (outsider != null) {
      throw notRepeatable(outsider);
    }
    if (races != null && races.found() != null) {
      return Verdict.RACE;
    }
    if (failure != null) {
      return Verdict.FAILED;
    }
    if (tooLong) {
      return Verdict.LIVELOCK;
    }
    if (!anybodyAlive()) {
      return Verdict.PASSED;
    }
    for (Strand strand : strands) {
      if (strand.thread.getState() == Thread.State.BLOCKED) {
        throw notRepeatable("the JDK, which hands over a monitor to " + strand);
      }
    }
    if (main.thread.isAlive()) {
      return Verdict.DEADLOCK;
    }
    return options.leaksAllowed ? Verdict.PASSED : Verdict.LEAK;
  }

  private static IllegalStateException notRepeatable(String by) {
    return new IllegalStateException(
        "a run cannot be repeated in which threads contend for a monitor, or are woken from"
            + " outside; here by "
            + by);
  }

  // On the carrier

  private void drive() {
    for (Strand next = next(); next != null; next = next()) {
      if (++steps > options.maxSteps) {
        tooLong = true;
        return;
      }
      switches++;
      hash = hash * 1_000_003 + next.id;
      running = next;
      next.continuation.run();
      running = null;
      if (trace != null && trace.wants(switches)) {
        trace.stopped(next, stackOf(next));
      }
      if (!ready.contains(next) && !aside.contains(next)) {
        progress();
      }
    }
  }

  private @Nullable Strand next() {
    Strand next = chosen;
    if (next != null) {
      chosen = null;
      ready.remove(next);
      return next;
    }
    while (!tooLong && outsider == null) {
      if (ready.isEmpty() && !aside.isEmpty()) {
        bringBack();
      }
      if (ready.isEmpty()) {
        if (!anybodyAlive() || !time.jump()) {
          return null;
        }
      } else {
        int index = choose(null);
        if (index < ready.size()) {
          return ready.remove(index);
        }
        time.jump();
      }
    }
    return null;
  }

  /** Only spinners are left. If they have all spun in vain, they wait for time to pass. */
  private void bringBack() {
    if (vain && !time.jump()) {
      time.pass();
    }
    vain = true;
    ready.addAll(aside);
    aside.clear();
  }

  private StackTraceElement[] stackOf(Strand strand) {
    looking = true;
    try {
      return strand.thread.getStackTrace();
    } finally {
      looking = false;
    }
  }

  private boolean anybodyAlive() {
    for (Strand strand : strands) {
      if (!strand.daemon && strand.thread.isAlive()) {
        return true;
      }
    }
    return false;
  }

  // Choosing

  /** An index of the running strand, if given, then those that are ready, then the clock. */
  private int choose(@Nullable Strand now) {
    boolean clock = options.timeMayPass && !time.isIdle();
    int first = now == null ? 0 : 1;
    int count = first + ready.size() + (clock ? 1 : 0);
    if (count == 1) {
      return 0;
    }
    if (numbers.length < count) {
      numbers = new int[count * 2];
    }
    if (now != null) {
      numbers[0] = now.id;
    }
    for (int i = 0; i < ready.size(); i++) {
      numbers[first + i] = ready.get(i).id;
    }
    if (clock) {
      numbers[count - 1] = Strategy.CLOCK;
    }
    int index = strategy.next(numbers, count, now != null);
    hash = hash * 1_000_003 + index;
    return index;
  }

  // On a strand, or on the carrier while no strand runs

  /** Whether the current thread is the strand that runs. */
  boolean isCurrent() {
    Strand strand = running;
    return strand != null && strand.thread == Thread.currentThread();
  }

  /** The number of the strand that runs. */
  int current() {
    Strand strand = running;
    return strand == null ? -1 : strand.id;
  }

  /** Whether the running strand is in a class initializer: that is so in one run only. */
  boolean isInitializing() {
    return initializing > 0;
  }

  void initializing(int change) {
    initializing += change;
  }

  /** A place where another strand may be chosen to go on. */
  void point(Level level) {
    if (options.level.compareTo(level) < 0) {
      return;
    }
    Strand now = running;
    if (now == null) {
      return;
    }
    step();
    while (!ready.isEmpty() || options.timeMayPass && !time.isIdle()) {
      int index = choose(now);
      if (index == 0) {
        return;
      }
      if (index <= ready.size()) {
        chosen = ready.get(index - 1);
        yieldNow();
        return;
      }
      time.jump();
    }
  }

  /** As {@link #point}, for the entry of an operation: at finer levels its accesses do. */
  void operation() {
    if (options.level == Level.OPERATIONS) {
      point(Level.OPERATIONS);
    }
  }

  /** The running strand waits for another one, and cannot be told: it must let that go on. */
  void spin() {
    step();
    spinning = true;
    yieldNow();
    spinning = false;
  }

  /** The running strand has done something that others may have waited for. */
  void progress() {
    vain = false;
    time.slow();
    if (!aside.isEmpty()) {
      ready.addAll(aside);
      aside.clear();
    }
  }

  private void yieldNow() {
    Strand now = running;
    Thread.yield();
    if (running == now && chosen != null) {
      chosen = null; // it is pinned and has gone on
    }
  }

  private void step() {
    if (++steps > options.maxSteps) {
      tooLong = true;
      while (true) {
        LockSupport.park(this);
      }
    }
  }

  long nanoTime() {
    return time.now();
  }

  int chance(int bound) {
    int value = strategy.chance(bound);
    hash = hash * 1_000_003 + value;
    return value;
  }

  /** Something went wrong; what comes later is most often its consequence. */
  void fail(Throwable e) {
    if (failure == null) {
      failure = e;
    }
  }

  /** Whether {@code thread} is one of this run. */
  boolean owns(Thread thread) {
    for (Strand strand : strands) {
      if (strand.thread == thread) {
        return true;
      }
    }
    return false;
  }

  /** The number of the strand that is {@code thread}, or -1. */
  int numberOf(Thread thread) {
    for (Strand strand : strands) {
      if (strand.thread == thread) {
        return strand.id;
      }
    }
    return -1;
  }

  /** What serves the library's timers in this run; the first call starts it. */
  Object timers() {
    Object serving = timers;
    if (serving == null) {
      serving = LibrarySeams.startTimers(this);
      timers = serving;
    }
    return serving;
  }

  /** Starts a thread that nobody waits for. */
  void startDaemon(String name, Runnable body) {
    VirtualThreads.unstarted(carrier, name, body).start();
    strands.getLast().daemon = true;
  }

  // From the JDK

  /** The thread of {@code continuation} can go on. */
  void submit(Runnable continuation) {
    Strand now = running;
    Thread caller = Thread.currentThread();
    if (caller != carrierThread && (now == null || caller != now.thread)) {
      outsider = caller.getName();
      return;
    }
    Strand strand = byContinuation.get(continuation);
    if (strand == null) {
      strand = new Strand(strands.size(), continuation, VirtualThreads.of(continuation));
      byContinuation.put(continuation, strand);
      strands.add(strand);
      if (races != null) {
        races.started(current(), strand.id);
      }
    }
    if (looking) {
      return; // it is where it was
    }
    if (strand == now && spinning) {
      spinning = false;
      aside.add(strand);
    } else {
      ready.add(strand);
    }
  }

  /** Calls {@code task} after that time. */
  ScheduledFuture<?> schedule(Runnable task, long nanos) {
    return time.schedule(task, nanos);
  }
}
