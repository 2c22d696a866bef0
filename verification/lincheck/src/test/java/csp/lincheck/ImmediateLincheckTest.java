// SPDX-License-Identifier: Apache-2.0
package csp.lincheck;

import static csp.lincheck.Invocations.linearizable;

import csp.Channel;
import csp.ChannelClosedException;
import csp.sync.AtomicValue;
import csp.sync.Mutex;
import csp.sync.Semaphore;
import csp.sync.SyncMap;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Forms that do not wait, in random programs: some order of the calls explains all their results.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SAME_THREAD)
public class ImmediateLincheckTest {
  @Test
  void channelOfOneIsLinearizable() {
    linearizable(One.class, OneSpec.class);
  }

  @Test
  void channelOfTwoIsLinearizable() {
    linearizable(Two.class, TwoSpec.class);
  }

  @Test
  void mutexIsLinearizable() {
    linearizable(TryLock.class, TryLockSpec.class);
  }

  @Test
  void semaphoreIsLinearizable() {
    linearizable(TryAcquire.class, TryAcquireSpec.class);
  }

  @Test
  void atomicValueIsLinearizable() {
    linearizable(Value.class, ValueSpec.class);
  }

  @Test
  void syncMapIsLinearizable() {
    linearizable(Entries.class, EntriesSpec.class);
  }

  /** The operations of a channel. */
  public static class One {
    private final Channel<Integer> channel;

    public One() {
      this(1);
    }

    One(int capacity) {
      channel = Channel.buffered(capacity);
    }

    @Operation
    public String trySend(int value) {
      try {
        return String.valueOf(channel.trySend(value));
      } catch (ChannelClosedException closed) {
        return "closed";
      }
    }

    @Operation
    public String tryReceive() {
      return switch (channel.tryReceive()) {
        case csp.Received.Value<Integer> some -> String.valueOf(some.value());
        case csp.Received.Closed<Integer> closed -> "closed";
        default -> "empty";
      };
    }

    @Operation
    public boolean tryClose() {
      return channel.tryClose();
    }
  }

  public static class Two extends One {
    public Two() {
      super(2);
    }
  }

  /** What a channel does, one call after the other. */
  public static class OneSpec {
    private final ArrayDeque<Integer> buffer = new ArrayDeque<>();
    private final int capacity;
    private boolean closed;

    public OneSpec() {
      this(1);
    }

    OneSpec(int capacity) {
      this.capacity = capacity;
    }

    public String trySend(int value) {
      if (closed) {
        return "closed";
      }
      return String.valueOf(buffer.size() < capacity && buffer.add(value));
    }

    public String tryReceive() {
      Integer value = buffer.poll();
      return value != null ? String.valueOf(value) : closed ? "closed" : "empty";
    }

    public boolean tryClose() {
      boolean first = !closed;
      closed = true;
      return first;
    }
  }

  public static class TwoSpec extends OneSpec {
    public TwoSpec() {
      super(2);
    }
  }

  public static class TryLock {
    private final Mutex mutex = new Mutex();

    @Operation
    public boolean tryLock() {
      return mutex.tryLock();
    }

    /** Any thread may. */
    @Operation
    public String unlock() {
      try {
        mutex.unlock();
        return "unlocked";
      } catch (IllegalMonitorStateException notLocked) {
        return "not locked";
      }
    }
  }

  public static class TryLockSpec {
    private boolean locked;

    public boolean tryLock() {
      boolean free = !locked;
      locked = true;
      return free;
    }

    public String unlock() {
      boolean held = locked;
      locked = false;
      return held ? "unlocked" : "not locked";
    }
  }

  public static class TryAcquire {
    private final Semaphore semaphore = new Semaphore(3);

    @Operation
    public boolean tryAcquire() {
      return semaphore.tryAcquire();
    }

    @Operation
    public boolean tryAcquireTwo() {
      return semaphore.tryAcquire(2);
    }

    @Operation
    public String release() {
      try {
        semaphore.release();
        return "released";
      } catch (IllegalStateException tooMany) {
        return "too many";
      }
    }
  }

  public static class TryAcquireSpec {
    private int held;

    public boolean tryAcquire() {
      return take(1);
    }

    public boolean tryAcquireTwo() {
      return take(2);
    }

    public String release() {
      held--; // all the same
      return held < 0 ? "too many" : "released";
    }

    private boolean take(int permits) {
      if (held + permits > 3) {
        return false;
      }
      held += permits;
      return true;
    }
  }

  public static class Value {
    private final AtomicValue<Integer> value = new AtomicValue<>();

    @Operation
    public String load() {
      return String.valueOf(value.load());
    }

    @Operation
    public void store(int next) {
      value.store(next);
    }

    @Operation
    public String swap(int next) {
      return String.valueOf(value.swap(next));
    }
  }

  public static class ValueSpec {
    private String value = "null";

    public String load() {
      return value;
    }

    public void store(int next) {
      value = String.valueOf(next);
    }

    public String swap(int next) {
      String before = value;
      store(next);
      return before;
    }
  }

  public static class Entries extends EntriesSpec {
    public Entries() {
      super(new SyncMap<>());
    }

    @Override
    @Operation
    public String get(boolean key) {
      return super.get(key);
    }

    @Override
    @Operation
    public String put(boolean key, int value) {
      return super.put(key, value);
    }

    @Override
    @Operation
    public String putIfAbsent(boolean key, int value) {
      return super.putIfAbsent(key, value);
    }

    @Override
    @Operation
    public String remove(boolean key) {
      return super.remove(key);
    }
  }

  public static class EntriesSpec {
    private final Map<Boolean, Integer> map;

    public EntriesSpec() {
      this(new HashMap<>());
    }

    EntriesSpec(Map<Boolean, Integer> map) {
      this.map = map;
    }

    public String get(boolean key) {
      return Objects.toString(map.get(key));
    }

    public String put(boolean key, int value) {
      return Objects.toString(map.put(key, value));
    }

    public String putIfAbsent(boolean key, int value) {
      return Objects.toString(map.putIfAbsent(key, value));
    }

    public String remove(boolean key) {
      return Objects.toString(map.remove(key));
    }
  }
}
