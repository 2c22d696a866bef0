// SPDX-License-Identifier: Apache-2.0
package csp.context;

import csp.testkit.Await;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A child that holds up whoever ends it: as a canceller that has lost its processor. */
final class PausingNode extends Node {
  final CountDownLatch reached = new CountDownLatch(1);
  final CountDownLatch goOn = new CountDownLatch(1);

  /** Adds one to {@code parent}: the first to be ended of the children that it has by then. */
  static PausingNode in(Context parent) {
    PausingNode node = new PausingNode();
    ((CancelContext) parent).children().add(node);
    return node;
  }

  @Override
  void announce() {}

  @Override
  void afterEnd() {
    reached.countDown();
    try {
      if (!goOn.await(Await.BOUND.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("not told to go on");
      }
    } catch (InterruptedException unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  @Override
  void follow(End how) {
    end(how);
  }

  @Override
  CancelContext waiting(Context parent) {
    throw new AssertionError("has no foreign parent");
  }
}
