// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import com.softwaremill.jox.Select;
import csp.Broadcast;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/**
 * How the channel workloads use each {@link Library} that has channels or queues in Java. Each fork
 * of a benchmark runs one of them, so that calls through {@link Conduit} stay monomorphic.
 */
public enum Channels {
  /** This library. */
  CSP {
    @Override
    Conduit conduit(int capacity) {
      return new CspConduit(csp.Channel.buffered(capacity));
    }

    @Override
    Conduit fan(int capacity, int count, List<Conduit> ends) {
      Broadcast<Integer> broadcast = Broadcast.buffered(capacity);
      for (int i = 0; i < count; i++) {
        ends.add(new SubscriptionConduit(broadcast.subscribe()));
      }
      return new BroadcastConduit(broadcast);
    }

    @Override
    Choice choice(List<Conduit> conduits) {
      return new Choices.OneShot(CspConduit.channels(conduits));
    }

    @Override
    Choice choiceWithin(Conduit conduit) {
      return new Choices.OneShotWithin(((CspConduit) conduit).channel);
    }
  },

  /** This library with a {@link csp.select.Selector} where there is something to select. */
  CSP_SELECTOR {
    @Override
    Conduit conduit(int capacity) {
      return CSP.conduit(capacity);
    }

    @Override
    Choice choice(List<Conduit> conduits) {
      return new Choices.Looping(CspConduit.channels(conduits));
    }

    @Override
    Choice choiceWithin(Conduit conduit) {
      return new Choices.Looping(((CspConduit) conduit).channel);
    }
  },

  /** This library where a fan-out is written by hand. */
  CSP_CHANNELS {
    @Override
    Conduit conduit(int capacity) {
      return CSP.conduit(capacity);
    }
  },

  /** {@link ArrayBlockingQueue}, which has no capacity 0. */
  ABQ {
    @Override
    Conduit conduit(int capacity) {
      return new ArrayConduit(new ArrayBlockingQueue<>(capacity));
    }

    @Override
    Choice choiceWithin(Conduit conduit) {
      ArrayBlockingQueue<Integer> queue = ((ArrayConduit) conduit).queue;
      return () -> queue.poll(Workloads.LIMIT_SECONDS, TimeUnit.SECONDS);
    }
  },

  /** {@link LinkedTransferQueue}: unbuffered by {@code transfer}, else unbounded. */
  LTQ {
    @Override
    Conduit conduit(int capacity) {
      LinkedTransferQueue<Integer> queue = new LinkedTransferQueue<>();
      return capacity == 0 ? new TransferConduit(queue) : new UnboundedConduit(queue);
    }
  },

  /** {@link SynchronousQueue}, which has no other capacity than 0. */
  SQ {
    @Override
    Conduit conduit(int capacity) {
      return new SynchronousConduit(new SynchronousQueue<>());
    }

    @Override
    Choice choiceWithin(Conduit conduit) {
      SynchronousQueue<Integer> queue = ((SynchronousConduit) conduit).queue;
      return () -> queue.poll(Workloads.LIMIT_SECONDS, TimeUnit.SECONDS);
    }
  },

  /** The channels of Jox, which in this version has no select with a time-out. */
  JOX {
    @Override
    Conduit conduit(int capacity) {
      return new JoxConduit(
          capacity == 0
              ? com.softwaremill.jox.Channel.newRendezvousChannel()
              : com.softwaremill.jox.Channel.newBufferedChannel(capacity));
    }

    @Override
    Choice choice(List<Conduit> conduits) {
      return new Choices.Jox(
          conduits.stream().map(conduit -> ((JoxConduit) conduit).channel).toList());
    }
  };

  /**
   * Makes what passes each element on to {@code count} others, and fills {@code ends} with those: a
   * queue or channel for each, fed in turn, where there is no better way.
   */
  Conduit fan(int capacity, int count, List<Conduit> ends) {
    for (int i = 0; i < count; i++) {
      ends.add(conduit(capacity));
    }
    return new Fan(List.copyOf(ends));
  }

  /** Makes an empty channel or queue. */
  abstract Conduit conduit(int capacity);

  /** Chooses among {@code conduits}, which this library made, in each call. */
  Choice choice(List<Conduit> conduits) {
    throw new UnsupportedOperationException(name() + " has no select");
  }

  /** Takes from {@code conduit}, which this library made, and gives up after a second. */
  Choice choiceWithin(Conduit conduit) {
    throw new UnsupportedOperationException(name() + " has no select with a time-out");
  }

  private record CspConduit(csp.Channel<Integer> channel) implements Conduit {
    static List<csp.Channel<Integer>> channels(List<Conduit> conduits) {
      return conduits.stream().map(conduit -> ((CspConduit) conduit).channel).toList();
    }

    @Override
    public void put(Integer element) throws InterruptedException {
      channel.send(element);
    }

    @Override
    public Integer take() throws InterruptedException {
      return channel.receive();
    }

    @Override
    public Object tryTake() {
      return channel.tryReceive();
    }
  }

  /** Only sent to. */
  private record BroadcastConduit(Broadcast<Integer> broadcast) implements Conduit {
    @Override
    public void put(Integer element) throws InterruptedException {
      broadcast.send(element);
    }

    @Override
    public Integer take() {
      throw new UnsupportedOperationException("nobody receives here");
    }

    @Override
    public Object tryTake() {
      throw new UnsupportedOperationException("nobody receives here");
    }
  }

  /** Only received from. */
  private record SubscriptionConduit(Broadcast.Subscription<Integer> subscription)
      implements Conduit {
    @Override
    public void put(Integer element) {
      throw new UnsupportedOperationException("nobody sends here");
    }

    @Override
    public Integer take() throws InterruptedException {
      return subscription.receive();
    }

    @Override
    public Object tryTake() {
      return subscription.tryReceive();
    }
  }

  /** Passes each element on to all of {@code ends}, in turn. */
  private record Fan(List<Conduit> ends) implements Conduit {
    @Override
    public void put(Integer element) throws InterruptedException {
      for (int i = 0; i < ends.size(); i++) {
        ends.get(i).put(element);
      }
    }

    @Override
    public Integer take() {
      throw new UnsupportedOperationException("take from the ends");
    }

    @Override
    public Object tryTake() {
      throw new UnsupportedOperationException("take from the ends");
    }
  }

  private record ArrayConduit(ArrayBlockingQueue<Integer> queue) implements Conduit {
    @Override
    public void put(Integer element) throws InterruptedException {
      queue.put(element);
    }

    @Override
    public Integer take() throws InterruptedException {
      return queue.take();
    }

    @Override
    public Object tryTake() {
      return queue.poll();
    }
  }

  private record TransferConduit(LinkedTransferQueue<Integer> queue) implements Conduit {
    @Override
    public void put(Integer element) throws InterruptedException {
      queue.transfer(element);
    }

    @Override
    public Integer take() throws InterruptedException {
      return queue.take();
    }

    @Override
    public Object tryTake() {
      return queue.poll();
    }
  }

  private record UnboundedConduit(LinkedTransferQueue<Integer> queue) implements Conduit {
    @Override
    public void put(Integer element) {
      queue.put(element);
    }

    @Override
    public Integer take() throws InterruptedException {
      return queue.take();
    }

    @Override
    public Object tryTake() {
      return queue.poll();
    }
  }

  private record SynchronousConduit(SynchronousQueue<Integer> queue) implements Conduit {
    @Override
    public void put(Integer element) throws InterruptedException {
      queue.put(element);
    }

    @Override
    public Integer take() throws InterruptedException {
      return queue.take();
    }

    @Override
    public Object tryTake() {
      return queue.poll();
    }
  }

  private record JoxConduit(com.softwaremill.jox.Channel<Integer> channel) implements Conduit {
    private static final Object NOTHING = new Object();

    @Override
    public void put(Integer element) throws InterruptedException {
      channel.send(element);
    }

    @Override
    public Integer take() throws InterruptedException {
      return channel.receive();
    }

    @Override
    public Object tryTake() throws InterruptedException {
      // This version has no other receive that does not wait.
      return Select.<Object>select(channel.receiveClause(), Select.defaultClause(NOTHING));
    }
  }
}
