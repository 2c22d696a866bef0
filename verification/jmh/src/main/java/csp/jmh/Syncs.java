// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import csp.sync.Cond;
import csp.sync.Mutex;
import csp.sync.Once;
import csp.sync.Pool;
import csp.sync.RWMutex;
import csp.sync.SyncMap;
import csp.sync.WaitGroup;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;

/**
 * How the sync workloads use each {@link Library} that has locks and the like in Java. Each fork of
 * a benchmark runs one of them, so that calls through the interfaces below stay monomorphic.
 */
public enum Syncs {
  /** This library. */
  CSP {
    @Override
    Lock mutex() {
      return new Mutex();
    }

    @Override
    ReadWriteLock readWrite() {
      return new RWMutex();
    }

    @Override
    Permits permits(int count) {
      return new CspPermits(new csp.sync.Semaphore(count));
    }

    @Override
    Monitor monitor() {
      Mutex lock = new Mutex();
      return new CspMonitor(lock, new Cond(lock));
    }

    @Override
    Group group(int size) {
      return new CspGroup(new WaitGroup());
    }

    @Override
    First first() {
      return new CspFirst(new Once());
    }

    @Override
    Objects objects() {
      return new CspObjects(new Pool<>(() -> new byte[64]));
    }

    @Override
    ConcurrentMap<Integer, Integer> map() {
      return new SyncMap<>();
    }
  },

  /** What every Java program has. */
  JDK {
    @Override
    Lock mutex() {
      return new ReentrantLock();
    }

    @Override
    ReadWriteLock readWrite() {
      return new ReentrantReadWriteLock();
    }

    @Override
    Permits permits(int count) {
      return new JdkPermits(new Semaphore(count));
    }

    @Override
    Monitor monitor() {
      ReentrantLock lock = new ReentrantLock();
      return new JdkMonitor(lock, lock.newCondition());
    }

    @Override
    Group group(int size) {
      return new JdkGroup(new CountDownLatch(size));
    }

    @Override
    First first() {
      return new Checked();
    }

    @Override
    ConcurrentMap<Integer, Integer> map() {
      return new ConcurrentHashMap<>();
    }
  },

  /** {@link StampedLock}, through its views as locks. */
  STAMPED {
    @Override
    Lock mutex() {
      return new StampedLock().asWriteLock();
    }

    @Override
    ReadWriteLock readWrite() {
      return new StampedLock().asReadWriteLock();
    }
  };

  /** A lock that is free. */
  Lock mutex() {
    throw none();
  }

  /** A lock for many readers or one writer. */
  ReadWriteLock readWrite() {
    throw none();
  }

  /** A semaphore. */
  Permits permits(int count) {
    throw none();
  }

  /** A lock with a condition. */
  Monitor monitor() {
    throw none();
  }

  /** What waits for {@code size} threads, of which none is started. */
  Group group(int size) {
    throw none();
  }

  /** What runs the first of many actions only. */
  First first() {
    throw none();
  }

  /** Where objects are borrowed. */
  Objects objects() {
    throw none();
  }

  /** An empty map. */
  ConcurrentMap<Integer, Integer> map() {
    throw none();
  }

  private UnsupportedOperationException none() {
    return new UnsupportedOperationException(name() + " has no such thing");
  }

  /** A semaphore. */
  interface Permits {
    /** Takes a permit, waiting for one. */
    void acquire() throws InterruptedException;

    /** Returns it. */
    void release();
  }

  /** A lock with a condition. */
  interface Monitor {
    /** The lock. */
    Lock lock();

    /** Waits for a signal; with the lock. */
    void await() throws InterruptedException;

    /** Wakes one that waits. */
    void signal();
  }

  /** A number of threads. */
  interface Group {
    /** Starts one. */
    void go(Runnable task);

    /** Waits for the end of all. */
    void await() throws InterruptedException;
  }

  /** What is done once. */
  interface First {
    /** Runs {@code action} if nothing was run before. */
    void run(Runnable action);
  }

  /** Objects to borrow. */
  interface Objects {
    /** Borrows one. */
    byte[] get();

    /** Returns it. */
    void put(byte[] object);
  }

  private record CspPermits(csp.sync.Semaphore semaphore) implements Permits {
    @Override
    public void acquire() throws InterruptedException {
      semaphore.acquire();
    }

    @Override
    public void release() {
      semaphore.release();
    }
  }

  private record CspGroup(WaitGroup group) implements Group {
    @Override
    public void go(Runnable task) {
      group.go(task::run);
    }

    @Override
    public void await() throws InterruptedException {
      group.await();
    }
  }

  private record CspFirst(Once once) implements First {
    @Override
    public void run(Runnable action) {
      once.run(action);
    }
  }

  private record CspObjects(Pool<byte[]> pool) implements Objects {
    @Override
    public byte[] get() {
      return pool.get();
    }

    @Override
    public void put(byte[] object) {
      pool.put(object);
    }
  }

  private record CspMonitor(Lock lock, Cond condition) implements Monitor {
    @Override
    public void await() throws InterruptedException {
      condition.await();
    }

    @Override
    public void signal() {
      condition.signal();
    }
  }

  private record JdkPermits(Semaphore semaphore) implements Permits {
    @Override
    public void acquire() throws InterruptedException {
      semaphore.acquire();
    }

    @Override
    public void release() {
      semaphore.release();
    }
  }

  private record JdkMonitor(Lock lock, Condition condition) implements Monitor {
    @Override
    public void await() throws InterruptedException {
      condition.await();
    }

    @Override
    public void signal() {
      condition.signal();
    }
  }

  private record JdkGroup(CountDownLatch latch) implements Group {
    @Override
    public void go(Runnable task) {
      Thread.startVirtualThread(() -> {
        task.run();
        latch.countDown();
      });
    }

    @Override
    public void await() throws InterruptedException {
      latch.await();
    }
  }

  /** What a Java program has in place of a once: a flag, checked twice. */
  private static final class Checked implements First {
    private volatile boolean done;

    @Override
    public void run(Runnable action) {
      if (!done) {
        runFirst(action);
      }
    }

    private synchronized void runFirst(Runnable action) {
      if (!done) {
        action.run();
        done = true;
      }
    }
  }
}
