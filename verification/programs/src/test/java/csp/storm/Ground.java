// SPDX-License-Identifier: Apache-2.0
package csp.storm;

import csp.Channel;
import csp.context.CancellableContext;
import csp.context.Context;
import csp.sync.Mutex;
import csp.sync.Pool;
import csp.sync.Semaphore;
import csp.sync.SyncMap;
import csp.sync.WaitGroup;
import java.util.concurrent.atomic.AtomicInteger;

/** What a town is built on and leaves behind: whatever one round forgets here stays for ever. */
final class Ground {
  /** An item of the pool: one holder at a time. */
  static final class Tool {
    final AtomicInteger holders = new AtomicInteger();
  }

  /** The parent of millions of contexts. */
  final CancellableContext world = Context.withCancel(Context.background());

  /** Nobody ever sends here, and many give up waiting. */
  final Channel<Long> silence = Channel.unbuffered();

  /** Its buffer is full for ever. */
  final Channel<Long> full = Channel.buffered(1);

  /** Never unlocked, never released, never done. */
  final Mutex held = new Mutex();

  final Semaphore taken = new Semaphore(1);
  final WaitGroup busy = new WaitGroup();

  final Pool<Tool> tools = new Pool<>(Tool::new);
  final SyncMap<Integer, Long> shelves = new SyncMap<>();

  Ground() {
    full.trySend(0L);
    held.lock();
    taken.tryAcquire();
    busy.add(1);
  }

  /** Nobody is queued on what lives for ever. */
  void check() {
    Books.same("waiting to receive for ever", 0, silence.waitingReceivers());
    Books.same("waiting to send for ever", 0, full.waitingSenders());
    Books.same("in the full buffer", 1, full.length());
    Books.same("waiting for a permit for ever", 0, taken.waiting());
    Books.same("waiting for the world to end", 0, world.done().waitingReceivers());
  }
}
