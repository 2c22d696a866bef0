// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import com.softwaremill.jox.Select;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.SynchronousQueue;

/**
 * The libraries that are compared, in the order in which they run. Each fork of a benchmark runs
 * one of them, so that calls through {@link Conduit} stay monomorphic.
 */
public enum Library {
  /** This library. */
  CSP {
    @Override
    Conduit conduit(int capacity) {
      return new CspConduit(csp.Channel.buffered(capacity));
    }

    @Override
    boolean runs(Cell cell) {
      return true;
    }
  },

  /** {@link ArrayBlockingQueue}, which has no capacity 0. */
  ABQ {
    @Override
    Conduit conduit(int capacity) {
      return new ArrayConduit(new ArrayBlockingQueue<>(capacity));
    }

    @Override
    boolean runs(Cell cell) {
      return cell.capacity() > 0;
    }
  },

  /** {@link LinkedTransferQueue}: unbuffered by {@code transfer}, else unbounded. */
  LTQ {
    @Override
    Conduit conduit(int capacity) {
      LinkedTransferQueue<Integer> queue = new LinkedTransferQueue<>();
      return capacity == 0 ? new TransferConduit(queue) : new UnboundedConduit(queue);
    }

    @Override
    boolean runs(Cell cell) {
      return cell.capacity() == 0 || isUnboundedIn(cell.name());
    }

    @Override
    boolean isUnboundedIn(String cell) {
      return cell.equals(Cell.UNCONTENDED);
    }
  },

  /** {@link SynchronousQueue}, which has no other capacity than 0. */
  SQ {
    @Override
    Conduit conduit(int capacity) {
      return new SynchronousConduit(new SynchronousQueue<>());
    }

    @Override
    boolean runs(Cell cell) {
      return cell.capacity() == 0;
    }
  },

  /** The channels of Jox. */
  JOX {
    @Override
    Conduit conduit(int capacity) {
      return new JoxConduit(
          capacity == 0
              ? com.softwaremill.jox.Channel.newRendezvousChannel()
              : com.softwaremill.jox.Channel.newBufferedChannel(capacity));
    }

    @Override
    boolean runs(Cell cell) {
      return true;
    }
  };

  /** Makes an empty channel or queue. */
  abstract Conduit conduit(int capacity);

  /** Whether the library has what {@code cell} measures. */
  abstract boolean runs(Cell cell);

  /** Whether the library has no bound where the others have one; the tables say so. */
  boolean isUnboundedIn(String cell) {
    return false;
  }

  /** The name in tables and on the command line. */
  final String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  private record CspConduit(csp.Channel<Integer> channel) implements Conduit {
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
