// SPDX-License-Identifier: Apache-2.0
package csp.internal.channel;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A channel that never makes a sender wait: when the buffer is full, an element is dropped. */
public final class OverflowChannel<T> extends StandardChannel<T> {
  /** Which element is dropped. */
  public enum Policy {
    /** The head of the buffer. */
    DROP_OLDEST,
    /** The one being sent. */
    DROP_NEWEST
  }

  private final Policy policy;
  private final Consumer<? super T> onDropped;

  /** An open, empty channel. */
  public OverflowChannel(
      @Nullable String name, int capacity, Policy policy, Consumer<? super T> onDropped) {
    super(name, Limits.atLeast("capacity", 1, capacity));
    this.policy = policy;
    this.onDropped = onDropped;
  }

  @Override
  Object whenFull(T value) {
    if (policy == Policy.DROP_NEWEST) {
      return value;
    }
    return buffer().exchange(value);
  }

  @Override
  public boolean seemsFull() {
    return false;
  }

  @Override
  @SuppressWarnings("unchecked") // what is no token is an element that this channel held
  public void afterSend(Object sent) {
    super.afterSend(sent);
    if (sent != SENT) {
      onDropped.accept((T) sent);
    }
  }
}
