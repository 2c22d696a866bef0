// SPDX-License-Identifier: Apache-2.0
package csp.det;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How to explore: with which strategy, at which points, for how long. Immutable; each method
 * returns a copy that differs in one thing.
 */
public final class Options {
  private static final long SEED = Long.getLong("csp.det.seed", 20_260_101L);

  final Kind kind;
  final int depth; // preemptions, or the depth of PCT
  long schedules;
  long seed = SEED;
  Level level = Level.ATOMICS;
  boolean races = true;
  boolean timeMayPass;
  boolean leaksAllowed;
  int maxSteps = 20_000;
  Duration limit = Duration.ofSeconds(30);
  Map<String, String> benign = Map.of();

  enum Kind {
    RANDOM,
    PCT,
    EXHAUSTIVE
  }

  private Options(Kind kind, int depth, long schedules) {
    this.kind = kind;
    this.depth = depth;
    this.schedules = schedules;
  }

  private Options(Options other) {
    this(other.kind, other.depth, other.schedules);
    seed = other.seed;
    level = other.level;
    races = other.races;
    timeMayPass = other.timeMayPass;
    leaksAllowed = other.leaksAllowed;
    maxSteps = other.maxSteps;
    limit = other.limit;
    benign = other.benign;
  }

  /** All schedules with at most {@code preemptions}, fewer preemptions first. */
  public static Options exhaustive(int preemptions) {
    if (preemptions < 0) {
      throw new IllegalArgumentException("preemptions must be >= 0, was " + preemptions);
    }
    return new Options(Kind.EXHAUSTIVE, preemptions, Long.MAX_VALUE);
  }

  /** {@code schedules} random walks. */
  public static Options random(long schedules) {
    return new Options(Kind.RANDOM, 0, schedules);
  }

  /** {@code schedules} by random priorities that change {@code depth - 1} times. */
  public static Options pct(int depth, long schedules) {
    if (depth < 1) {
      throw new IllegalArgumentException("depth must be >= 1, was " + depth);
    }
    return new Options(Kind.PCT, depth, schedules);
  }

  Options schedules(long most) {
    Options copy = new Options(this);
    copy.schedules = kind == Kind.EXHAUSTIVE && most > 1 ? schedules : most;
    return copy;
  }

  /** Where threads may be stopped; {@link Level#ATOMICS} unless said. */
  public Options at(Level points) {
    Options copy = new Options(this);
    copy.level = points;
    return copy;
  }

  /** Where chance starts; the property {@code csp.det.seed}, or a fixed number, unless said. */
  public Options seed(long first) {
    Options copy = new Options(this);
    copy.seed = first;
    return copy;
  }

  /** Does not look for data races. */
  public Options ignoringRaces() {
    Options copy = new Options(this);
    copy.races = false;
    return copy;
  }

  /** Races on the field {@code package.Class.name} are meant to be there, for {@code reason}. */
  public Options benign(String field, String reason) {
    Options copy = new Options(this);
    copy.benign = new LinkedHashMap<>(benign);
    copy.benign.put(field, reason);
    return copy;
  }

  /**
   * Lets time pass not only when all are asleep but at any point, as if a thread were that slow: a
   * time-out may come at any moment. Without it a computation takes no time at all.
   */
  public Options timeMayPass() {
    Options copy = new Options(this);
    copy.timeMayPass = true;
    return copy;
  }

  /** Threads may be asleep for ever when the first one has ended; the check runs all the same. */
  public Options leaksAllowed() {
    Options copy = new Options(this);
    copy.leaksAllowed = true;
    return copy;
  }

  /** How many steps a run may take before it counts as endless; 20,000 unless said. */
  public Options steps(int most) {
    Options copy = new Options(this);
    copy.maxSteps = most;
    return copy;
  }

  /** When to stop, whatever there is left; 30 seconds unless said. */
  public Options within(Duration time) {
    Options copy = new Options(this);
    copy.limit = time;
    return copy;
  }

  Strategy strategy() {
    return switch (kind) {
      case RANDOM -> new RandomWalk(seed);
      case PCT -> new Pct(seed, depth);
      case EXHAUSTIVE -> new BoundedSearch(depth);
    };
  }

  @Override
  public String toString() {
    return kind + " " + level;
  }
}
