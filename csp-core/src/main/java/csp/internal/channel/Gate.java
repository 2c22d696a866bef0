// SPDX-License-Identifier: Apache-2.0
package csp.internal.channel;

import com.lmax.disruptor.Sequence;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How far a subscription has come: the position of the last element that it has taken. What is
 * behind the gate of every subscription may be overwritten.
 *
 * <p>The ring's own sequence is a plain field between fences, which are no edges of the memory
 * model; this one has a field with access modes. It is written under the lock of its subscription,
 * but by the ring, which sets it when it is added, and by a publisher that ends a slow one.
 */
final class Gate extends Sequence {
  /** The position of a subscription that holds nobody back any more. */
  static final long GONE = Long.MAX_VALUE;

  @SuppressWarnings("unused") // read and written through POSITION only
  private long position = -1; // of an empty ring

  @Override
  public long get() {
    return (long) POSITION.getAcquire(this);
  }

  @Override
  public void set(long value) {
    POSITION.setRelease(this, value);
  }

  @Override
  public void setVolatile(long value) {
    POSITION.setVolatile(this, value);
  }

  @Override
  public boolean compareAndSet(long expected, long value) {
    return POSITION.compareAndSet(this, expected, value);
  }

  /** Whether it holds nobody back any more. */
  boolean isGone() {
    return get() == GONE;
  }

  // VarHandle mechanics

  private static final VarHandle POSITION =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "position", VarHandle.class, Gate.class, long.class);
}
