// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The workloads of the sync layer. One invocation is one whole run: threads started, all rounds
 * done, threads ended, and what the primitive guards looked at; only {@link #once} and {@link
 * #pool} are calls on the benchmark's own thread.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SyncWorkloads {
  /** How many calls one run of a workload without threads makes. */
  static final int BURST = 1_000;

  static final int KEYS = 1_000;

  /** One operation of so many writes, where others read. */
  static final int RARELY = 100;

  /** Whose locks. */
  @Param("JDK")
  public Syncs library;

  /** See {@link Cell}. */
  @Param("0")
  public int capacity;

  /** See {@link Cell}. */
  @Param("1")
  public int threads;

  /** See {@link Cell}. */
  @Param("1")
  public int elements;

  /** Threads take one mutex in turn; it guards a counter. */
  @Benchmark
  public void mu() throws InterruptedException {
    Lock mutex = library.mutex();
    Counter count = new Counter();
    int rounds = elements;
    crew(() -> {
      for (int i = 0; i < rounds; i++) {
        mutex.lock();
        try {
          count.value++;
        } finally {
          mutex.unlock();
        }
      }
      return 0;
    });
    check(count.value == (long) threads * rounds);
  }

  /** Threads read a counter, and now and then add to it. */
  @Benchmark
  public void rw() throws InterruptedException {
    ReadWriteLock lock = library.readWrite();
    Counter count = new Counter();
    int rounds = elements;
    crew(() -> readMostly(lock.readLock(), lock.writeLock(), count, rounds));
    check(count.value == (long) threads * ((rounds + RARELY - 1) / RARELY));
  }

  /** Threads take and return a permit each. */
  @Benchmark
  public void sem() throws InterruptedException {
    Syncs.Permits permits = library.permits(capacity);
    int rounds = elements;
    crew(() -> {
      long sum = 0;
      for (int i = 0; i < rounds; i++) {
        permits.acquire();
        try {
          sum++;
        } finally {
          permits.release();
        }
      }
      return sum - rounds;
    });
  }

  /** Two threads hand a turn to and fro through one condition; one operation is a round trip. */
  @Benchmark
  public void cond() throws InterruptedException {
    Syncs.Monitor monitor = library.monitor();
    Counter turn = new Counter();
    int rounds = elements;
    Crew crew = new Crew(2);
    crew.start(() -> play(monitor, turn, 0, rounds));
    crew.start(() -> play(monitor, turn, 1, rounds));
    crew.await();
  }

  /** One thread starts others, a number at a time, and waits for their end. */
  @Benchmark
  public void spawn() throws InterruptedException {
    int size = threads;
    int rounds = elements;
    Crew crew = new Crew(1);
    crew.start(() -> {
      for (int i = 0; i < rounds; i++) {
        Syncs.Group group = library.group(size);
        for (int j = 0; j < size; j++) {
          group.go(() -> {});
        }
        group.await();
      }
      return 0;
    });
    crew.await();
  }

  /** One thread comes to what has been done. */
  @Benchmark
  public void once(Done done) {
    for (int i = 0; i < BURST; i++) {
      done.first.run(done.action);
    }
    check(done.count.value == 1);
  }

  /** One thread borrows an object and returns it. */
  @Benchmark
  public void pool(Borrowed borrowed) {
    for (int i = 0; i < BURST; i++) {
      borrowed.objects.put(borrowed.objects.get());
    }
  }

  /** Threads read one map, and now and then write to it; the keys are there beforehand. */
  @Benchmark
  public void map(Filled filled) throws InterruptedException {
    ConcurrentMap<Integer, Integer> map = filled.map;
    Integer[] keys = filled.keys;
    int rounds = elements;
    crew(() -> {
      long missing = 0;
      for (int i = 0; i < rounds; i++) {
        Integer key = keys[i * 7 % KEYS];
        if (i % RARELY == 0) {
          map.put(key, key);
        } else if (map.get(key) != key) {
          missing++;
        }
      }
      return missing;
    });
  }

  /** A first action that is done. */
  @State(Scope.Benchmark)
  public static class Done {
    private final Counter count = new Counter();
    private final Runnable action = () -> count.value++;
    private Syncs.First first;

    /** Does it. */
    @Setup
    public void make(SyncWorkloads sizes) {
      first = sizes.library.first();
      first.run(action);
    }
  }

  /** Objects to borrow. */
  @State(Scope.Benchmark)
  public static class Borrowed {
    private Syncs.Objects objects;

    /** Makes the pool. */
    @Setup
    public void make(SyncWorkloads sizes) {
      objects = sizes.library.objects();
    }
  }

  /** A map with all keys. */
  @State(Scope.Benchmark)
  public static class Filled {
    private final Integer[] keys = IntStream.range(0, KEYS).boxed().toArray(Integer[]::new);
    private ConcurrentMap<Integer, Integer> map;

    /** Fills it. */
    @Setup
    public void make(SyncWorkloads sizes) {
      map = sizes.library.map();
      for (Integer key : keys) {
        map.put(key, key);
      }
    }
  }

  private void crew(Crew.Job job) throws InterruptedException {
    Crew crew = new Crew(threads);
    for (int i = 0; i < threads; i++) {
      crew.start(job);
    }
    crew.await();
  }

  private static long readMostly(Lock reading, Lock writing, Counter count, int rounds) {
    long last = 0;
    for (int i = 0; i < rounds; i++) {
      if (i % RARELY == 0) {
        writing.lock();
        try {
          count.value++;
        } finally {
          writing.unlock();
        }
      } else {
        reading.lock();
        long seen;
        try {
          seen = count.value;
        } finally {
          reading.unlock();
        }
        check(seen >= last);
        last = seen;
      }
    }
    return 0;
  }

  private static long play(Syncs.Monitor monitor, Counter turn, int own, int rounds)
      throws InterruptedException {
    Lock lock = monitor.lock();
    for (int i = 0; i < rounds; i++) {
      lock.lock();
      try {
        while (turn.value != own) {
          monitor.await();
        }
        turn.value = 1 - own;
        monitor.signal();
      } finally {
        lock.unlock();
      }
    }
    return 0;
  }

  private static void check(boolean holds) {
    if (!holds) {
      throw new AssertionError("the primitive did not do its work");
    }
  }

  /** What a lock guards. */
  private static final class Counter {
    private long value;
  }
}
