// SPDX-License-Identifier: Apache-2.0
package csp.storm;

import static csp.select.Select.onTimeout;
import static csp.select.Select.select;
import static csp.sync.Clauses.onZero;

import csp.Channel;
import csp.ChannelClosedException;
import csp.Task;
import csp.context.ContextException;
import csp.sync.ErrGroup;
import csp.sync.Once;
import csp.sync.SingleFlight;
import csp.sync.WaitGroup;
import csp.testkit.Workers;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Work that others do. A citizen gives out parts of a job through a channel and waits for the wait
 * group; two residents do them and write down the results in plain fields. What was to be done once
 * is done once. A group of tasks ends with its first failure.
 */
final class Workshop implements District {
  private static final int RESIDENTS = 2;
  private static final int ONCES = 16_384;
  private static final int TOGETHER = 6; // visits to one once at about the same time

  private record Part(WaitGroup group, int[] results, int place) {
    void make() {
      results[place] = place + 1;
      group.done();
    }
  }

  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1;
  }

  private final Channel<Part> parts = Channel.buffered(4);
  private final Once[] onces = new Once[ONCES];
  private final int[] runs = new int[ONCES]; // guarded by the onces
  private final AtomicInteger steps = new AtomicInteger(); // of all visitors, along the onces
  private final SingleFlight<Integer, Integer> flights = new SingleFlight<>();

  Workshop() {
    Arrays.setAll(onces, i -> new Once());
  }

  @Override
  public Trade trade(Citizen citizen) {
    return () ->
        switch (citizen.random.nextInt(32)) {
          case 0 -> group(citizen);
          case 1 -> flight(citizen);
          case 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 -> job(citizen);
          default -> once(citizen);
        };
  }

  private int job(Citizen citizen) throws InterruptedException {
    WaitGroup group = new WaitGroup();
    int[] results = new int[1 + citizen.random.nextInt(4)];
    int[] expected = new int[results.length];
    group.add(results.length);
    for (int place = 0; place < results.length; place++) {
      Part part = new Part(group, results, place);
      expected[place] = place + 1;
      boolean given = false;
      try {
        given = give(citizen, part);
      } catch (InterruptedException | ContextException | ChannelClosedException troubled) {
        // it is still ours
      }
      if (!given) {
        part.make();
      }
    }
    await(citizen, group);
    if (!Arrays.equals(results, expected)) {
      throw new AssertionError("after the wait: " + Arrays.toString(results));
    }
    return 2 * results.length + 2;
  }

  private boolean give(Citizen citizen, Part part) throws InterruptedException {
    switch (citizen.random.nextInt(4)) {
      case 0 -> {
        return parts.trySend(part, citizen.moment());
      }
      case 1 -> parts.send(part, citizen.shelter());
      default -> parts.send(part);
    }
    return true;
  }

  private static void await(Citizen citizen, WaitGroup group) throws InterruptedException {
    switch (citizen.random.nextInt(6)) {
      case 0 -> {
        while (!group.await(citizen.moment())) {}
      }
      case 1 -> group.await(citizen.shelter());
      case 2 -> select(onZero(group, () -> {}));
      case 3 -> {
        while (!Boolean.TRUE.equals(
            select(onZero(group, () -> true), onTimeout(citizen.moment(), () -> false)))) {}
      }
      default -> group.await();
    }
  }

  private int once(Citizen citizen) throws InterruptedException {
    int place = steps.getAndIncrement() / TOGETHER % ONCES;
    Once once = onces[place];
    if (citizen.oneOf(16) && !once.await(citizen.moment())) {
      return 1;
    }
    once.run(() -> {
      int before = runs[place];
      citizen.linger();
      runs[place] = before + 1;
    });
    Books.same("runs of a once", 1, runs[place]);
    return 1;
  }

  private int flight(Citizen citizen) throws InterruptedException {
    int key = citizen.random.nextInt(4);
    try {
      var result =
          switch (citizen.random.nextInt(3)) {
            case 0 -> flights.tryRun(key, () -> key * 31, citizen.moment());
            case 1 -> flights.run(key, () -> key * 31, citizen.shelter());
            default -> flights.run(key, () -> key * 31);
          };
      if (result != null) {
        Books.same("result of a flight", key * 31, result.value());
      }
    } catch (ExecutionException failed) {
      throw new AssertionError(failed);
    }
    return 1;
  }

  /** Three tasks under a limit; the last may fail, and one waits for just that. */
  private int group(Citizen citizen) throws InterruptedException {
    boolean fails = citizen.random.nextBoolean();
    ErrGroup group = ErrGroup.withContext(citizen.shelter()).limit(2);
    AtomicInteger ran = new AtomicInteger();
    int started = 0;
    try {
      group.go(ran::incrementAndGet);
      started++;
      group.go(context -> {
        ran.incrementAndGet();
        if (fails) {
          context.done().receive();
        }
      });
      started++;
    } finally {
      if (started > 0) {
        startLast(group, () -> last(ran, fails));
      }
    }
    await(citizen, group, fails);
    Books.same("tasks of a group", 3, ran.get());
    return 5;
  }

  /** Starts what ends the wait of the others, come what may; the limit leaves room for it. */
  private static void startLast(ErrGroup group, Task last) {
    boolean interrupted = false;
    boolean begun = false;
    while (!begun) {
      try {
        group.go(last);
        begun = true;
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void last(AtomicInteger ran, boolean fails) throws Refused {
    ran.incrementAndGet();
    if (fails) {
      throw new Refused();
    }
  }

  private static void await(Citizen citizen, ErrGroup group, boolean fails)
      throws InterruptedException {
    try {
      switch (citizen.random.nextInt(3)) {
        case 0 -> {
          while (!group.await(citizen.moment())) {}
        }
        case 1 -> group.await(citizen.shelter());
        default -> group.await();
      }
      if (fails) {
        throw new AssertionError("no failure");
      }
    } catch (ExecutionException failed) {
      if (!fails || !(failed.getCause() instanceof Refused)) {
        throw new AssertionError(failed);
      }
    }
    if (group.context().error() == null) {
      throw new AssertionError("the context has not ended");
    }
  }

  @Override
  public void settle(Town town, Workers workers) {
    for (int i = 0; i < RESIDENTS; i++) {
      Citizen resident = town.resident();
      town.start(
          workers,
          resident,
          () -> {
            Part part = parts.receive();
            if (part != null) {
              part.make();
            }
            return 2;
          },
          parts::isDrained);
    }
  }

  @Override
  public void close() {
    parts.close();
  }

  @Override
  public void check() {
    Books.same("parts left", 0, parts.length());
    Books.same("waiting for parts", 0, parts.waitingReceivers() + parts.waitingSenders());
    for (int i = 0; i < ONCES; i++) {
      Books.same("runs of a once", onces[i].isDone() ? 1 : 0, runs[i]);
    }
  }
}
