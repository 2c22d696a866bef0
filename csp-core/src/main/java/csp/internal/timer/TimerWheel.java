// SPDX-License-Identifier: Apache-2.0
package csp.internal.timer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.DeadlineTimerWheel;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/** The pending nodes, by the tick in which they come due. Guarded by the queue's lock. */
final class TimerWheel {
  /*
   * A node belongs to the first tick that does not begin before its deadline, so a tick that has begun
   * holds nothing early. All nodes of a tick share a bucket and one entry of Agrona's wheel: the wheel
   * looks for a free slot in a spoke one by one, and a spoke that is full makes every spoke grow, so a
   * million nodes with one deadline must not be a million entries.
   *
   * The wheel cannot tell what comes next, and goes from tick to tick only. So this keeps which spokes
   * have entries at all: the next tick within one turn is found by trying those. Beyond one turn every
   * entry would have to be looked at; `far` spares that until it is passed or turns out to be gone. The
   * wheel is then wound straight to the tick found.
   *
   * W1  Every bucket in the map has one entry in the wheel, and at least one node.
   * W2  No bucket's tick is before `reached`.
   * W3  No bucket's tick is before `next`; next may be early, after a removal.
   * W4  No bucket that came when it was more than a turn ahead, and still is, is before `far`.
   */

  static final int TICK_BITS = 19; // a tick is 2^19 ns: 0.52 ms
  static final long NEVER = Long.MAX_VALUE;

  private static final int SPOKES = 1 << 13; // a turn is 4.3 s
  private static final int MASK = SPOKES - 1;
  private static final int LARGE = 1 << 15; // as many buckets have made wheel and map grow
  private static final Comparator<TimerNode> BY_DEADLINE =
      Comparator.comparingLong(node -> node.deadline);

  private final BitSet occupied = new BitSet(SPOKES); // spokes with entries
  private final int[] entries = new int[SPOKES]; // how many, by spoke
  private DeadlineTimerWheel wheel = emptyWheel();
  private Long2ObjectHashMap<Bucket> buckets = new Long2ObjectHashMap<>(); // by tick
  private @Nullable Bucket latest; // where the last node went: often the next one goes there too
  private long reached; // the tick up to which everything has been taken
  private long next = NEVER; // the earliest tick that may hold something, or NEVER
  private long far = NEVER; // W4
  private boolean large; // since the wheel was last empty

  boolean isEmpty() {
    return buckets.isEmpty();
  }

  /** Where an empty wheel begins to look. */
  void windTo(long now) {
    reached = Math.max(reached, now >> TICK_BITS);
  }

  /** Adds {@code node}, whose deadline is set and not NEVER. */
  void add(TimerNode node) {
    long tick = Math.max(reached, tickOf(node.deadline));
    Bucket bucket = latest;
    if (bucket == null || bucket.tick != tick) {
      bucket = buckets.get(tick);
      if (bucket == null) {
        bucket = addBucket(tick);
      }
      latest = bucket;
    }
    bucket.add(node);
  }

  /** Takes {@code node} out of its bucket. */
  void remove(TimerNode node, Bucket bucket) {
    bucket.remove(node);
    if (bucket.isEmpty()) {
      wheel.cancelTimer(bucket.wheelId);
      forget(bucket);
    }
  }

  /** When, in nanoseconds, the next tick begins that may hold something; NEVER if none does. */
  long nextWake() {
    return next == NEVER ? NEVER : next << TICK_BITS;
  }

  /** Takes the nodes of every tick that has begun at {@code now}, in the order of deadlines. */
  List<TimerNode> takeDue(long now) {
    long nowTick = now >> TICK_BITS;
    if (next > nowTick) {
      reached = Math.max(reached, nowTick); // W3
      return List.of();
    }
    List<TimerNode> due = new ArrayList<>();
    for (next = findNext(nowTick); next <= nowTick; next = findNext(nowTick)) {
      take(next, due);
    }
    reached = Math.max(reached, nowTick);
    return due;
  }

  private void take(long tick, List<TimerNode> due) {
    wheel.currentTickTime(tick << TICK_BITS);
    int taken = wheel.poll(tick << TICK_BITS, (unit, now, wheelId) -> true, SPOKES);
    Bucket bucket = buckets.get(tick);
    if (taken != 1 || bucket == null) {
      throw new AssertionError("W1: " + taken + " entries in tick " + tick);
    }
    reached = tick;
    forget(bucket);
    int first = due.size();
    for (TimerNode node = bucket.poll(); node != null; node = bucket.poll()) {
      node.pending = false;
      due.add(node);
    }
    if (due.size() - first > 1) {
      due.subList(first, due.size()).sort(BY_DEADLINE); // stable: equal ones as they came
    }
  }

  private Bucket addBucket(long tick) {
    Bucket bucket = new Bucket(tick, wheel.scheduleTimer(tick << TICK_BITS));
    buckets.put(tick, bucket);
    int spoke = (int) tick & MASK;
    entries[spoke]++;
    occupied.set(spoke);
    next = Math.min(next, tick);
    if (tick - reached >= SPOKES) {
      far = Math.min(far, tick);
    }
    large |= buckets.size() > LARGE;
    return bucket;
  }

  /** Drops {@code bucket}, whose entry is out of the wheel. */
  private void forget(Bucket bucket) {
    if (bucket == latest) {
      latest = null;
    }
    buckets.remove(bucket.tick);
    int spoke = (int) bucket.tick & MASK;
    if (--entries[spoke] == 0) {
      occupied.clear(spoke);
    }
    if (buckets.isEmpty()) {
      next = NEVER;
      far = NEVER;
      if (large) { // neither shrinks by itself
        large = false;
        wheel = emptyWheel();
        buckets = new Long2ObjectHashMap<>();
      }
    }
  }

  /** A tick that no bucket is before; and one that has a bucket, if it is not after {@code now}. */
  private long findNext(long now) {
    if (buckets.isEmpty()) {
      return NEVER;
    }
    int start = (int) reached & MASK;
    long near = findNear(start, SPOKES);
    if (near == NEVER) {
      near = findNear(0, start);
    }
    if (near != NEVER) {
      return near; // all others are more than a turn ahead
    }
    if (far <= now || far - reached < SPOKES) { // it has to be exact, or it is gone
      far = earliest();
    }
    return far;
  }

  /** The first tick of a spoke in {@code [from, to)} that is within one turn from here. */
  private long findNear(int from, int to) {
    for (int spoke = occupied.nextSetBit(from);
        spoke >= 0 && spoke < to;
        spoke = occupied.nextSetBit(spoke + 1)) {
      long tick = reached + ((spoke - reached) & MASK);
      if (buckets.containsKey(tick)) {
        return tick;
      }
    }
    return NEVER;
  }

  /** Looks at every entry. */
  private long earliest() {
    long[] earliest = {NEVER};
    wheel.forEach((deadline, wheelId) -> earliest[0] = Math.min(earliest[0], deadline));
    return earliest[0] >> TICK_BITS;
  }

  private static long tickOf(long deadline) {
    long tick = deadline >> TICK_BITS;
    return tick << TICK_BITS == deadline ? tick : tick + 1;
  }

  private static DeadlineTimerWheel emptyWheel() {
    return new DeadlineTimerWheel(TimeUnit.NANOSECONDS, 0, 1L << TICK_BITS, SPOKES, 2);
  }
}
