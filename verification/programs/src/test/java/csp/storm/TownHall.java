// SPDX-License-Identifier: Apache-2.0
package csp.storm;

import static csp.select.Select.doOnReceive;
import static csp.select.Select.onSend;
import static csp.select.Select.onTimeout;
import static csp.select.Select.select;
import static csp.sync.Clauses.onAcquire;
import static csp.sync.Clauses.onLock;
import static csp.sync.Clauses.onZero;

import csp.Channel;
import csp.Ticker;
import csp.Timer;
import csp.Timers;
import csp.context.CancellableContext;
import csp.context.Context;
import csp.context.DeadlineExceededException;
import csp.select.Selector;
import csp.sync.Mutex;
import csp.testkit.Await;
import csp.testkit.Workers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Things that live shortly beside things that live for ever: contexts under one parent, timers that
 * are stopped, waits that end by time on channels where nobody ever comes, selectors on them.
 * Whatever one of them leaves behind is there for ever, and {@link Soak} sees the heap grow.
 */
final class TownHall implements District {
  private static final Duration LONG = Duration.ofHours(1);

  private final Ground ground;
  private final int residents;
  private volatile boolean closed;
  private final AtomicLong called = new AtomicLong(); // tasks of afterFunc that ran
  private final AtomicLong due = new AtomicLong(); // tasks of afterFunc that had to run

  TownHall(Ground ground) {
    this(ground, 0);
  }

  /** With some who do nothing else. */
  TownHall(Ground ground, int residents) {
    this.ground = ground;
    this.residents = residents;
  }

  @Override
  public void settle(Town town, Workers workers) {
    for (int i = 0; i < residents; i++) {
      Citizen resident = town.resident();
      town.start(workers, resident, trade(resident), () -> closed);
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public Trade trade(Citizen citizen) {
    return () ->
        switch (citizen.random.nextInt(16)) {
          case 0, 1, 2 -> family();
          case 3 -> deadline(citizen);
          case 4 -> callback(citizen);
          case 5, 6 -> timers(citizen);
          case 7, 8 -> silence(citizen);
          case 9 -> giveUp(citizen);
          case 10 -> selector(citizen);
          default -> shortLived(citizen);
        };
  }

  /** A context and its child, ended from above. */
  private int family() {
    CancellableContext parent = Context.withCancel(ground.world);
    CancellableContext child = Context.withCancel(parent);
    parent.cancel();
    if (child.error() == null) {
      throw new AssertionError("outlived its parent: " + child);
    }
    return 4;
  }

  private int deadline(Citizen citizen) throws InterruptedException {
    try (var context = Context.withTimeout(ground.world, LONG)) {
      if (context.error() != null) {
        throw new AssertionError("ended: " + context);
      }
    }
    try (var context = Context.withTimeout(ground.world, citizen.moment())) {
      ground.silence.receive(context);
      throw new AssertionError("received from silence");
    } catch (DeadlineExceededException passed) {
      return 6;
    }
  }

  private int callback(Citizen citizen) {
    try (var context = Context.withCancel(ground.world)) {
      var first = Context.afterFunc(context, called::incrementAndGet);
      var second = Context.afterFunc(ground.world, called::incrementAndGet);
      if (!second.stop() || second.stop()) {
        throw new AssertionError("a callback is stopped once");
      }
      if (citizen.oneOf(8)) {
        context.cancel();
        due.incrementAndGet();
      } else if (!first.stop()) {
        throw new AssertionError("started before the end");
      }
    }
    return 7;
  }

  private int timers(Citizen citizen) throws InterruptedException {
    Timer far = Timers.timer(LONG);
    Timer call = Timers.afterFunc(LONG, called::incrementAndGet);
    try (Ticker _ = Timers.ticker(LONG)) {
      if (!far.reset(LONG) || !far.stop() || far.stop() || !call.stop()) {
        throw new AssertionError("a timer is stopped once");
      }
      if (citizen.oneOf(8)) {
        Timers.after(citizen.moment()).receive();
      }
    }
    return 8;
  }

  /** Waits in vain on what lives for ever. */
  private int silence(Citizen citizen) throws InterruptedException {
    Duration moment = citizen.moment();
    boolean done =
        citizen.random.nextBoolean()
            ? ground.full.trySend(1L, moment)
            : ground.silence.tryReceive(moment).orNull() != null;
    if (done) {
      throw new AssertionError("not in vain");
    }
    select(
        doOnReceive(ground.silence, nobody -> {}),
        onSend(ground.full, 1L, () -> {}),
        onTimeout(moment, () -> {}));
    return 2;
  }

  /** The same with locks and groups. */
  private int giveUp(Citizen citizen) throws InterruptedException {
    Duration moment = citizen.moment();
    boolean done =
        switch (citizen.random.nextInt(4)) {
          case 0 -> ground.held.tryLock(moment);
          case 1 -> ground.taken.tryAcquire(1, moment);
          case 2 -> ground.busy.await(moment);
          default ->
              Boolean.TRUE.equals(
                  select(
                      onLock(ground.held, () -> true),
                      onAcquire(ground.taken, 1, () -> true),
                      onZero(ground.busy, () -> true),
                      onTimeout(moment, () -> false)));
        };
    if (done) {
      throw new AssertionError("not in vain");
    }
    return 1;
  }

  private int selector(Citizen citizen) throws InterruptedException {
    Channel<Integer> other = Channel.buffered(1);
    int[] got = new int[1];
    try (Selector selector =
        Selector.random(
            doOnReceive(ground.silence, nobody -> {}),
            doOnReceive(other, value -> got[0] += value),
            onTimeout(citizen.moment(), () -> {}))) {
      selector.select();
      other.send(7);
      while (got[0] == 0) {
        selector.select();
      }
    }
    Books.same("received", 7, got[0]);
    return 5;
  }

  /** A channel and a mutex, as long as it takes to look at them. */
  private int shortLived(Citizen citizen) throws InterruptedException {
    Channel<Integer> channel = Channel.buffered(1 + citizen.random.nextInt(4));
    Mutex mutex = new Mutex();
    mutex.lock();
    try {
      channel.send(1);
      if (channel.trySend(2)) {
        Books.same("first", 1, channel.receive());
      }
      channel.close();
      for (Integer left : channel) {
        Books.same("left", channel.capacity() > 1 ? 2 : 1, left);
      }
    } finally {
      mutex.unlock();
    }
    return 8;
  }

  @Override
  public void check() {
    Await.until(() -> called.get() >= due.get(), "callbacks of " + due + ", were " + called);
    Books.same("callbacks", due.get(), called.get());
    ground.check();
  }
}
