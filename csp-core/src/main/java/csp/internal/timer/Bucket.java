// SPDX-License-Identifier: Apache-2.0
package csp.internal.timer;

import org.jspecify.annotations.Nullable;

/** The nodes of one tick, in the order in which they came. Guarded by the queue's lock. */
final class Bucket {
  final long tick;
  final long wheelId; // of its entry in the wheel
  private @Nullable TimerNode head;
  private @Nullable TimerNode tail;

  Bucket(long tick, long wheelId) {
    this.tick = tick;
    this.wheelId = wheelId;
  }

  boolean isEmpty() {
    return head == null;
  }

  void add(TimerNode node) {
    TimerNode last = tail;
    node.bucket = this;
    node.prev = last;
    tail = node;
    if (last == null) {
      head = node;
    } else {
      last.next = node;
    }
  }

  void remove(TimerNode node) {
    TimerNode before = node.prev;
    TimerNode after = node.next;
    if (before == null) {
      head = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      tail = before;
    } else {
      after.prev = before;
    }
    node.next = null;
    node.prev = null;
    node.bucket = null;
  }

  /** Takes the first node off, or returns null. */
  @Nullable TimerNode poll() {
    TimerNode first = head;
    if (first != null) {
      remove(first);
    }
    return first;
  }
}
