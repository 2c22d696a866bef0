// SPDX-License-Identifier: Apache-2.0
package csp.internal.select;

import csp.select.Clause;
import csp.select.InterruptibleSupplier;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Waits for the end of a thread. While somebody waits, a virtual thread of ours joins it. */
public final class ThreadCase<R> extends SignalCase<R> {
  private final Thread thread;
  private final InterruptibleSupplier<? extends R> handler;

  /** A case; null is no guard. */
  public ThreadCase(
      @Nullable BooleanSupplier guard, Thread thread, InterruptibleSupplier<? extends R> handler) {
    super(guard);
    this.thread = thread;
    this.handler = handler;
  }

  @Override
  public Clause<R> when(BooleanSupplier condition) {
    return new ThreadCase<>(both(guard(), condition), thread, handler);
  }

  @Override
  boolean hasHappened() {
    return !thread.isAlive()
        && thread.getState() == Thread.State.TERMINATED; // not: not yet started
  }

  @Override
  Runnable watch(Runnable signal) {
    Thread joiner =
        Thread.ofVirtual()
            .name("join-" + thread.getName())
            .start(() -> {
              try {
                thread.join();
                signal.run();
              } catch (InterruptedException ended) {
                // nobody waits any more
              }
            });
    return joiner::interrupt;
  }

  @Override
  protected @Nullable R finish(Object outcome) throws InterruptedException {
    return handler.get();
  }

  @Override
  public String toString() {
    return "end of " + thread;
  }
}
