// SPDX-License-Identifier: Apache-2.0
package csp.internal.channel;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import csp.Broadcast.WhenSlow;
import csp.internal.park.Sudog;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of a broadcast: a channel whose elements go into a ring of the Disruptor, where
 * every subscription reads them. The forms of sending are those of every channel; nobody receives
 * here.
 */
public final class BroadcastCore<T> extends StandardChannel<T> {
  /*
   * The elements lie in the ring at ascending positions. Publishers take turns by this site's lock, so the ring
   * has one producer at a time; each subscription is a site of its own, and reads under its own lock, so that
   * subscriptions do not meet. The ring claims, keeps the slots and knows the least gate; it never waits.
   *
   *   B1  Gate of each subscription <= published <= gate + capacity, but for those that are gone.
   *   B2  A slot is written only at a position that is beyond every gate by at most the capacity, or set to null
   *       behind all: so a reader, which is before its gate, never meets the writer. It does when it was
   *       ended because it was slow; so such a one looks at its gate again, after it has read the slot.
   *   B3  An element is there that a receiver waits for: somebody owes an errand.
   *   B4  Room is there that a sender waits for: somebody owes an errand. No room is there: one of the
   *       subscriptions that are full has its flag `gated` set, or somebody owes an errand.
   *   B5  Closed => a subscription that is not closed is one to which somebody owes an errand.
   *   B6  An element that is published while nobody subscribes goes nowhere.
   *
   * A step may not take a second lock: a select may hold it already. So a step that sees work for another
   * site owes an errand, which is run when every lock is released, before the operation returns. All errands
   * do all that is to be done, so it does not matter who runs which, or that two do it at once.
   *
   * How B3 and B4 are kept where two sites meet:
   *
   *   publish    P1 published = at              fence   P2 wanted? owe an errand
   *   receive    R1 queue, wanted = true        fence   R2 published > gate? take it yourself
   *   errand     E1 wanted = false              fence   look at every queue; somebody waits, still?
   *              E2 wanted = true               fence   E3 published, since E1? look again
   *
   * Whatever the order, P2 sees R1 or R2 sees P1; and an errand that hides R1 from P2, by E1, sees the queue of R1,
   * then P1 at E3, or P2 sees E2. One flag for all, so that a publisher reads nothing that receivers write
   * when they do not wait. A sender that finds no room queues, and its errand looks at
   * every gate under the lock of its subscription, and leaves the flag there if it is full; a receive moves
   * the gate under that lock, and owes an errand if it finds the flag.
   *
   * An operation has happened when its waiter is fired, which is before its element is published, or its gate
   * moved: the claim may fail, and neither can be taken back. So who is fired passes the lock (afterSend,
   * afterReceive) if it may still be held for that: it finds its element in the ring, and its room.
   *
   * HB: a send -> each receive of its element: published, release to acquire. A receive -> the send that
   * overwrites the slot: the gate, release to acquire. What sends have in common: HB-lock.
   */

  /** The largest capacity: the largest power of two. */
  public static final int MOST = 1 << 30;

  /** With more at once the lock would be held for long. */
  private static final int SWEPT_AT_ONCE = 64;

  private static final SubscriptionChannel<?>[] NOBODY = {};

  private final int capacity;
  private final RingBuffer<Slot> ring;
  private volatile SubscriptionChannel<?>[] subscriptions = NOBODY; // written under the lock
  private long published = RingBuffer.INITIAL_CURSOR_VALUE; // written under the lock, read anywhere
  private long limit =
      RingBuffer.INITIAL_CURSOR_VALUE; // guarded by the lock: up to it there is room
  private volatile boolean wanted; // somebody waits to receive
  private volatile boolean admitting; // written under the lock: senders are fired, then published
  private volatile long swept = RingBuffer.INITIAL_CURSOR_VALUE; // written under the lock
  private final AtomicLong subscribed = new AtomicLong(); // how many there have been

  BroadcastCore(@Nullable String name, int capacity) {
    super(name, atMost(Limits.atLeast("capacity", 1, capacity)));
    this.capacity = capacity;
    int slots = 1 << (Integer.SIZE - Integer.numberOfLeadingZeros(capacity - 1));
    this.ring = RingBuffer.createSingleProducer(Slot::new, slots, new BusySpinWaitStrategy());
  }

  private static int atMost(int capacity) {
    if (capacity > MOST) {
      throw new IllegalArgumentException("capacity must be <= " + MOST + ", was " + capacity);
    }
    return capacity;
  }

  // Subscriptions

  SubscriptionChannel<T> subscribe(WhenSlow policy) {
    String name = name() + "." + subscribed.incrementAndGet();
    SubscriptionChannel<T> added = new SubscriptionChannel<>(this, name, policy);
    lock();
    try {
      added.startStep(published);
      if (!isClosed()) {
        SubscriptionChannel<?>[] before = subscriptions;
        SubscriptionChannel<?>[] all = Arrays.copyOf(before, before.length + 1);
        all[before.length] = added;
        ring.addGatingSequences(added.gate());
        subscriptions = all;
      }
    } finally {
      unlock();
    }
    if (isClosed()) {
      added.finish(closeCause());
    }
    return added;
  }

  /** Forgets {@code left}, whose gate is gone, so that it holds nobody back any more. */
  void unsubscribe(SubscriptionChannel<?> left) {
    if (forget(left)) {
      runErrand();
    }
  }

  /** Returns whether an errand is owed. */
  private boolean forget(SubscriptionChannel<?> left) {
    lock();
    try {
      removeStep(left);
    } catch (Throwable outOfMemory) { // it stays, but holds nobody back
      unlock();
      throw outOfMemory;
    }
    if (hasLitter()) {
      oweErrand();
    }
    return unlockAndOwe();
  }

  private void removeStep(SubscriptionChannel<?> left) {
    SubscriptionChannel<?>[] before = subscriptions;
    int at = Arrays.asList(before).indexOf(left);
    if (at >= 0) {
      SubscriptionChannel<?>[] all = Arrays.copyOf(before, before.length - 1);
      System.arraycopy(before, at + 1, all, at, all.length - at);
      subscriptions = all;
      ring.removeGatingSequence(left.gate());
    }
  }

  int subscribers() {
    return subscriptions.length;
  }

  int receivers() {
    int receivers = 0;
    for (SubscriptionChannel<?> subscription : subscriptions) {
      receivers += subscription.waitingReceivers();
    }
    return receivers;
  }

  // The steps. Lock held.

  @Override
  public Object sendStep(T value) {
    if (isClosed()) {
      return CLOSED;
    }
    if (waitingSenders() > 0) {
      admitStep(); // they were first
    }
    if (waitingSenders() > 0 || !makeRoomStep()) {
      return WOULD_WAIT;
    }
    publishStep(value);
    return SENT;
  }

  @Override
  public void enqueueSend(Sudog sudog) {
    super.enqueueSend(sudog);
    oweErrand(); // B4
  }

  @Override
  boolean closeStep(@Nullable Throwable cause) {
    oweErrand(); // B5
    return super.closeStep(cause);
  }

  /** Publishes what the oldest senders carry, as many as there is room for. */
  private void admitStep() {
    admitting = true;
    while (waitingSenders() > 0 && makeRoomStep()) {
      Object value = collect();
      if (value != null) {
        publishStep(value);
      }
    }
    admitting = false;
    if (waitingSenders() > 0) {
      oweErrand(); // B4
    }
  }

  /** There is room. */
  private void publishStep(Object value) {
    if (subscriptions.length == 0) {
      return; // B6
    }
    long at = claimStep();
    ring.get(at).set(value);
    ring.publish(at);
    PUBLISHED.setRelease(this, at); // P1
    VarHandle.fullFence();
    if (wanted) { // P2
      oweErrand(); // B3
    }
  }

  private long claimStep() {
    try {
      return ring.tryNext();
    } catch (InsufficientCapacityException full) {
      throw new AssertionError("B1: the ring has fewer slots than the capacity", full);
    }
  }

  /** Whether there is room for one more. Ends those that are full, if nobody else is in the way. */
  private boolean makeRoomStep() {
    return published < limit || lookStep() || (dropStep() && lookStep());
  }

  /** Looks at the gates. A subscription that comes later has a gate beyond those. */
  private boolean lookStep() {
    limit = ring.getMinimumGatingSequence() + capacity;
    return published < limit;
  }

  /** False if a subscription is full that is to be waited for. */
  private boolean dropStep() {
    for (SubscriptionChannel<?> subscription : subscriptions) {
      if (subscription.holdsBack()) {
        return false;
      }
    }
    for (SubscriptionChannel<?> subscription : subscriptions) {
      subscription.drop(published - capacity);
    }
    oweErrand(); // which closes them
    return true;
  }

  @Override
  boolean isFullStep() {
    return !lookStep();
  }

  // After the steps. No lock held.

  @Override
  public void afterSend(Object sent) {
    super.afterSend(sent);
    if (admitting) {
      lock();
      unlock();
    }
  }

  @Override
  protected void runErrand() {
    boolean owed;
    do {
      SubscriptionChannel<?>[] all = subscriptions;
      owed = serve(all);
      if (waitingSenders() > 0 && !isGated(all)) {
        lock();
        admitStep();
        owed |= unlockAndOwe();
      }
    } while (owed);
    sweep();
  }

  /** Hands out what is there, or the end. Returns whether an errand is owed. */
  private boolean serve(SubscriptionChannel<?>[] all) {
    boolean owed = false;
    boolean closed = isClosed(); // after which nothing is published
    boolean wait = false;
    wanted = false; // E1
    VarHandle.fullFence();
    long before = published();
    for (SubscriptionChannel<?> subscription : all) {
      owed |= closed ? subscription.finish(closeCause()) : subscription.serve();
      wait |= subscription.waitingReceivers() > 0;
      if (subscription.isDropped()) {
        owed |= forget(subscription);
      }
    }
    if (wait) {
      wanted = true; // E2
      VarHandle.fullFence();
      owed |= published() != before; // E3
    }
    return owed;
  }

  /** Whether one of {@code all} is full that is to be waited for; it has its flag set then. */
  private static boolean isGated(SubscriptionChannel<?>[] all) {
    for (SubscriptionChannel<?> subscription : all) {
      if (subscription.gates()) {
        return true;
      }
    }
    return false;
  }

  /** Whether every subscription has taken all there is, and a slot still refers to some of it. */
  boolean hasLitter() {
    return swept < published() && least() >= published();
  }

  /** The least gate; what is published if nobody subscribes. */
  private long least() {
    long least = Long.MAX_VALUE;
    for (SubscriptionChannel<?> subscription : subscriptions) {
      least = Math.min(least, subscription.gate().get());
    }
    return Math.min(least, published());
  }

  private void sweep() {
    while (hasLitter()) {
      lock();
      long from = Math.max(swept, published - ring.getBufferSize()); // the rest is overwritten
      long to = Math.min(ring.getMinimumGatingSequence(), from + SWEPT_AT_ONCE);
      for (long at = from + 1; at <= to; at++) {
        ring.get(at).set(null);
      }
      swept = Math.max(from, to);
      unlock();
    }
  }

  // Seen without the lock

  /** The position of the last element. */
  long published() {
    return (long) PUBLISHED.getAcquire(this);
  }

  /** Where the elements lie. */
  RingBuffer<Slot> ring() {
    return ring;
  }

  /** Somebody has queued to receive. A fence comes before it looks again. */
  void want() {
    wanted = true;
    VarHandle.fullFence();
  }

  @Override
  public boolean seemsFull() {
    return false; // it takes a look at all gates to know
  }

  @Override
  public int length() {
    long least = least();
    return (int) Math.min(published() - least, capacity);
  }

  // VarHandle mechanics

  private static final VarHandle PUBLISHED =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "published", VarHandle.class, BroadcastCore.class, long.class);
}
