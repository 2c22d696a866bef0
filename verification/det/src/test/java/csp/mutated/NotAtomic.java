// SPDX-License-Identifier: Apache-2.0
package csp.mutated;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What is one atomic step of the library, in two: what a mutant calls instead. Woven, and so
 * outside csp.det, for another thread has to be able to come in between. Public because mutants are
 * in any package.
 */
public final class NotAtomic {
  private NotAtomic() {}

  /** As the method of a handle of an object's field. */
  public static boolean compareAndSet(
      VarHandle handle, Object owner, Object expected, Object value) {
    Object seen = handle.getVolatile(owner);
    if (seen != expected) {
      return false;
    }
    handle.setVolatile(owner, value);
    return true;
  }

  /** As the method of a handle of an int field. */
  public static boolean compareAndSet(VarHandle handle, Object owner, int expected, int value) {
    int seen = (int) handle.getVolatile(owner);
    if (seen != expected) {
      return false;
    }
    handle.setVolatile(owner, value);
    return true;
  }

  /** As the method of a handle of an object's field. */
  public static Object compareAndExchange(
      VarHandle handle, Object owner, Object expected, Object value) {
    Object seen = handle.getVolatile(owner);
    if (seen == expected) {
      handle.setVolatile(owner, value);
    }
    return seen;
  }

  /** As the method of the atomic. */
  public static boolean compareAndSet(AtomicInteger atomic, int expected, int value) {
    if (atomic.get() != expected) {
      return false;
    }
    atomic.set(value);
    return true;
  }

  /** As the method of the atomic. */
  public static int compareAndExchange(AtomicInteger atomic, int expected, int value) {
    int seen = atomic.get();
    if (seen == expected) {
      atomic.set(value);
    }
    return seen;
  }

  /** As the method of the atomic. */
  public static int addAndGet(AtomicInteger atomic, int delta) {
    int sum = atomic.get() + delta;
    atomic.set(sum);
    return sum;
  }

  /** As the method of the atomic. */
  public static int incrementAndGet(AtomicInteger atomic) {
    return addAndGet(atomic, 1);
  }

  /** As the method of the atomic. */
  public static int decrementAndGet(AtomicInteger atomic) {
    return addAndGet(atomic, -1);
  }

  /** As the method of the atomic. */
  public static int getAndIncrement(AtomicInteger atomic) {
    return addAndGet(atomic, 1) - 1;
  }

  /** As the method of the atomic. */
  public static int getAndDecrement(AtomicInteger atomic) {
    return addAndGet(atomic, -1) + 1;
  }

  /** As the method of the atomic. */
  public static int getAndAdd(AtomicInteger atomic, int delta) {
    return addAndGet(atomic, delta) - delta;
  }

  /** As the method of the atomic. */
  public static int getAndSet(AtomicInteger atomic, int value) {
    int seen = atomic.get();
    atomic.set(value);
    return seen;
  }

  /** As the method of the atomic. */
  public static boolean compareAndSet(AtomicLong atomic, long expected, long value) {
    if (atomic.get() != expected) {
      return false;
    }
    atomic.set(value);
    return true;
  }

  /** As the method of the atomic. */
  public static long addAndGet(AtomicLong atomic, long delta) {
    long sum = atomic.get() + delta;
    atomic.set(sum);
    return sum;
  }

  /** As the method of the atomic. */
  public static long incrementAndGet(AtomicLong atomic) {
    return addAndGet(atomic, 1);
  }

  /** As the method of the atomic. */
  public static long decrementAndGet(AtomicLong atomic) {
    return addAndGet(atomic, -1);
  }

  /** As the method of the atomic. */
  public static long getAndIncrement(AtomicLong atomic) {
    return addAndGet(atomic, 1) - 1;
  }

  /** As the method of the atomic. */
  public static long getAndAdd(AtomicLong atomic, long delta) {
    return addAndGet(atomic, delta) - delta;
  }

  /** As the method of the atomic. */
  public static boolean compareAndSet(AtomicBoolean atomic, boolean expected, boolean value) {
    if (atomic.get() != expected) {
      return false;
    }
    atomic.set(value);
    return true;
  }

  /** As the method of the atomic. */
  public static boolean getAndSet(AtomicBoolean atomic, boolean value) {
    boolean seen = atomic.get();
    atomic.set(value);
    return seen;
  }

  /** As the method of the atomic. */
  public static boolean compareAndSet(
      AtomicReference<Object> atomic, Object expected, Object value) {
    if (atomic.get() != expected) {
      return false;
    }
    atomic.set(value);
    return true;
  }

  /** As the method of the atomic. */
  public static Object compareAndExchange(
      AtomicReference<Object> atomic, Object expected, Object value) {
    Object seen = atomic.get();
    if (seen == expected) {
      atomic.set(value);
    }
    return seen;
  }

  /** As the method of the atomic. */
  public static Object getAndSet(AtomicReference<Object> atomic, Object value) {
    Object seen = atomic.get();
    atomic.set(value);
    return seen;
  }
}
