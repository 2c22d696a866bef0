// SPDX-License-Identifier: Apache-2.0
package csp.guinea;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A channel after Go's, as small as can be, with one {@link Fault} built in: not for use. */
public final class MiniChannel {
  /** What a receive from a closed and empty channel gives, and an immediate one from an empty. */
  public static final int CLOSED = -1;

  /** What an immediate receive gives that would have to wait. */
  public static final int EMPTY = -2;

  private static final AtomicInteger IDS = new AtomicInteger();

  private final int id = IDS.getAndIncrement();
  private final Fault fault;
  private final int capacity;
  private final Deque<Integer> buffer = new ArrayDeque<>();
  private final Deque<Place> receivers = new ArrayDeque<>();
  private final Deque<Place> senders = new ArrayDeque<>();
  private boolean closed;
  private int lockState;
  private int size; // of the buffer, for those without the lock

  public MiniChannel(int capacity, Fault fault) {
    this.capacity = capacity;
    this.fault = fault;
  }

  /** One blocked call. */
  private static final class Wait {
    final Thread thread = Thread.currentThread();
    final AtomicInteger claimed = new AtomicInteger();
    volatile Place outcome;
    Place plainOutcome;
  }

  /** A place in a queue. */
  private static final class Place {
    final Wait wait;
    final MiniChannel channel;
    final boolean receives;
    int element;
    boolean success;

    Place(Wait wait, MiniChannel channel, boolean receives, int element) {
      this.wait = wait;
      this.channel = channel;
      this.receives = receives;
      this.element = element;
    }
  }

  /** False if the channel is closed. */
  public boolean send(int element) throws InterruptedException {
    lock();
    if (closed) {
      unlock();
      return false;
    }
    Place receiver = take(receivers);
    if (receiver != null) {
      unlock();
      complete(receiver, element, true);
      return true;
    }
    if (buffer.size() < capacity) {
      if (fault == Fault.BUFFERS_OUTSIDE_THE_LOCK) {
        unlock();
        buffer(element);
      } else {
        buffer(element);
        unlock();
      }
      return true;
    }
    Place place = new Place(new Wait(), this, false, element);
    senders.add(place);
    unlock();
    await(place.wait, place);
    return place.success;
  }

  private void buffer(int element) {
    buffer.add(element);
    SIZE.setRelease(this, size + 1);
  }

  /** The element, or {@link #CLOSED}. */
  public int receive() throws InterruptedException {
    lock();
    Wait wait = new Wait();
    Place place = new Place(wait, this, true, 0);
    int received = receiveStep();
    if (received != EMPTY) {
      return received;
    }
    if (fault == Fault.GAP_BEFORE_QUEUEING) {
      unlock();
      lock();
    }
    receivers.add(place);
    unlock();
    await(wait, place);
    return place.success ? place.element : CLOSED;
  }

  /** The element, {@link #CLOSED} or {@link #EMPTY}. */
  public int tryReceive() {
    if (fault == Fault.CLOSED_OVERTAKES && (int) SIZE.getAcquire(this) == 0) {
      return (boolean) CLOSED_FLAG.getAcquire(this) ? CLOSED : EMPTY;
    }
    lock();
    int received = receiveStep();
    if (received == EMPTY) {
      unlock();
    }
    return received;
  }

  /** Unlocks, unless the answer is EMPTY. */
  private int receiveStep() {
    if (!buffer.isEmpty()) {
      int element = buffer.remove();
      SIZE.setRelease(this, size - 1);
      Place sender = take(senders);
      if (sender != null) {
        buffer(sender.element);
      }
      unlock();
      if (sender != null) {
        complete(sender, sender.element, true);
      }
      return element;
    }
    Place sender = take(senders);
    if (sender != null) {
      int element = sender.element;
      unlock();
      complete(sender, element, true);
      return element;
    }
    if (closed) {
      unlock();
      return CLOSED;
    }
    return EMPTY;
  }

  public void close() {
    List<Place> woken = new ArrayList<>();
    lock();
    CLOSED_FLAG.setRelease(this, true);
    for (Place place = take(receivers); place != null; place = take(receivers)) {
      woken.add(place);
    }
    if (fault != Fault.CLOSE_FORGETS_SENDERS) {
      for (Place place = take(senders); place != null; place = take(senders)) {
        woken.add(place);
      }
    }
    unlock();
    for (Place place : woken) {
      complete(place, place.element, false);
    }
  }

  /** Receives from the first of {@code channels} that has something; gives what and from where. */
  public static int[] select(MiniChannel... channels) throws InterruptedException {
    MiniChannel[] order = channels.clone();
    if (channels[0].fault != Fault.LOCKS_IN_CASE_ORDER) {
      Arrays.sort(order, Comparator.comparingInt(channel -> channel.id));
    }
    for (MiniChannel channel : order) {
      channel.lock();
    }
    for (int i = 0; i < channels.length; i++) {
      int received = channels[i].receiveStep();
      if (received != EMPTY) {
        for (MiniChannel other : order) {
          if (other != channels[i]) {
            other.unlock();
          }
        }
        return new int[] {i, received};
      }
    }
    Wait wait = new Wait();
    Place[] places = new Place[channels.length];
    for (int i = 0; i < channels.length; i++) {
      places[i] = new Place(wait, channels[i], true, 0);
      channels[i].receivers.add(places[i]);
    }
    for (MiniChannel channel : order) {
      channel.unlock();
    }
    Place winner = await(wait, places);
    for (Place place : places) {
      place.channel.leave(place);
    }
    int index = Arrays.asList(places).indexOf(winner);
    return new int[] {index, winner.success ? winner.element : CLOSED};
  }

  private void leave(Place place) {
    lock();
    (place.receives ? receivers : senders).remove(place);
    unlock();
  }

  private Place take(Deque<Place> queue) {
    for (Place place = queue.poll(); place != null; place = queue.poll()) {
      if (fault == Fault.CLAIMS_WITHOUT_ASKING || place.wait.claimed.compareAndSet(0, 1)) {
        return place;
      }
    }
    return null;
  }

  private void complete(Place place, int element, boolean success) {
    Thread thread = place.wait.thread;
    if (fault == Fault.PUBLISHES_TOO_EARLY) {
      place.success = success;
      place.wait.outcome = place;
      place.element = element;
    } else {
      place.element = element;
      place.success = success;
      if (fault == Fault.PLAIN_OUTCOME) {
        place.wait.plainOutcome = place;
      } else {
        place.wait.outcome = place;
      }
    }
    LockSupport.unpark(thread);
  }

  private static Place await(Wait wait, Place... places) throws InterruptedException {
    MiniChannel channel = places[0].channel;
    Fault fault = channel.fault;
    boolean interrupted = false;
    Place outcome = channel.outcome(wait);
    while (outcome == null) {
      LockSupport.park(channel);
      if (fault == Fault.PARKS_ONCE) {
        return places[0];
      }
      if (Thread.interrupted()) {
        if (fault == Fault.INTERRUPT_DROPS_THE_ELEMENT || wait.claimed.compareAndSet(0, 1)) {
          for (Place place : places) {
            place.channel.leave(place);
          }
          throw new InterruptedException();
        }
        interrupted = true;
      }
      outcome = channel.outcome(wait);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return outcome;
  }

  private Place outcome(Wait wait) {
    return fault == Fault.PLAIN_OUTCOME ? wait.plainOutcome : wait.outcome;
  }

  private void lock() {
    while (!LOCK.compareAndSet(this, 0, 1)) {
      Thread.onSpinWait();
    }
  }

  private void unlock() {
    if (fault == Fault.OPAQUE_UNLOCK) {
      LOCK.setOpaque(this, 0);
    } else {
      LOCK.setRelease(this, 0);
    }
  }

  // VarHandle mechanics

  private static final VarHandle LOCK = handle("lockState", int.class);
  private static final VarHandle SIZE = handle("size", int.class);
  private static final VarHandle CLOSED_FLAG = handle("closed", boolean.class);

  private static VarHandle handle(String field, Class<?> type) {
    return ConstantBootstraps.fieldVarHandle(
        MethodHandles.lookup(), field, VarHandle.class, MiniChannel.class, type);
  }
}
