// SPDX-License-Identifier: Apache-2.0
package csp.internal.channel;

import org.jspecify.annotations.Nullable;

/**
 * An unbuffered channel whose close may leave an element behind that nobody has come for: it is
 * received after the close.
 */
public final class FedChannel<T> extends StandardChannel<T> {
  /*
   * F1  An element is left only by the close, and then nobody waits. So it is all that is ever buffered.
   */

  private volatile @Nullable Object left; // written under the lock, read anywhere

  /** An open channel. */
  public FedChannel(@Nullable String name) {
    super(name, 0);
  }

  /**
   * Closes, because of {@code cause} if there is one; {@code element}, if any, is not lost. False,
   * and nothing is changed, if the channel is closed already.
   */
  public boolean end(@Nullable T element, @Nullable Throwable cause) {
    lock();
    try {
      if (isClosed()) {
        return false;
      }
      if (element != null && !deliver(element)) {
        left = element; // before the close: whoever sees the flag finds it
      }
      return closeStep(cause);
    } finally {
      unlockAndWake();
    }
  }

  @Override
  public Object receiveStep() {
    Object element = left;
    if (element == null) {
      return super.receiveStep();
    }
    left = null;
    return element;
  }

  @Override
  public int length() {
    return left == null ? 0 : 1;
  }
}
