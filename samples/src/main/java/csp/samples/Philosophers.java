// SPDX-License-Identifier: Apache-2.0
package csp.samples;

import static csp.Go.go;

import csp.sync.Mutex;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How do I hold two locks and not deadlock? Dijkstra's philosophers sit around a table, with a fork
 * between each two of them, and each needs both forks beside them to eat. If all took the left one
 * first, all could hold one and wait for the other for ever. So they take the fork with the lower
 * number first, which for one of them is the right one: who holds the highest fork that is held at
 * all waits for nobody, eats, and lays both down.
 */
@Command(name = "philosophers", description = "How do I hold two locks and not deadlock?")
final class Philosophers implements Callable<Integer> {
  private final PrintWriter out;

  @Option(
      names = "--philosophers",
      paramLabel = "N",
      converter = AtLeast.Two.class,
      description = "How many sit at the table; ${DEFAULT-VALUE} if not said.")
  private int philosophers = 5;

  @Option(
      names = "--meals",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description = "How often each of them eats; ${DEFAULT-VALUE} if not said.")
  private int meals = 10_000;

  Philosophers(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Integer call() throws InterruptedException {
    Books books = new Books(philosophers);
    dine(philosophers, meals, books::meal);
    for (int i = 0; i < philosophers; i++) {
      out.printf("philosopher %d: %,d meals%n", i + 1, books.eaten.get(i));
    }
    int fights = books.fights.get();
    out.printf("%,d times two neighbours ate at once%n", fights);
    return fights == 0 ? 0 : 1;
  }

  /** Lets everybody eat so often; {@code meal} is told who eats, while they do. */
  static void dine(int philosophers, int meals, IntConsumer meal) throws InterruptedException {
    List<Mutex> forks = Stream.generate(Mutex::new).limit(philosophers).toList();
    List<Thread> guests = new ArrayList<>();
    for (int i = 0; i < philosophers; i++) {
      int who = i;
      int beside = (i + 1) % philosophers;
      Mutex first = forks.get(Math.min(who, beside)); // not: forks.get(who)
      Mutex second = forks.get(Math.max(who, beside));
      guests.add(
          go(
              "philosopher " + (who + 1),
              () -> {
                for (int eaten = 0; eaten < meals; eaten++) {
                  try (var _ = first.hold();
                      var _ = second.hold()) {
                    meal.accept(who);
                  }
                }
              }));
    }
    for (Thread guest : guests) {
      guest.join();
    }
  }

  /** What happened. It does not rely on the mutexes, so that it would notice if they failed. */
  private static final class Books {
    private final AtomicIntegerArray users; // of each fork
    private final AtomicIntegerArray eaten;
    private final AtomicInteger fights = new AtomicInteger();

    Books(int philosophers) {
      users = new AtomicIntegerArray(philosophers);
      eaten = new AtomicIntegerArray(philosophers);
    }

    @SuppressWarnings(
        "ThreadPriorityCheck") // it orders nothing: it makes it likely that some overlap
    void meal(int who) {
      int beside = (who + 1) % users.length();
      // Of two who use a fork at once the later one sees both.
      if (users.incrementAndGet(who) + users.incrementAndGet(beside) > 2) {
        fights.incrementAndGet();
      }
      Thread.yield(); // a bite
      users.decrementAndGet(who);
      users.decrementAndGet(beside);
      eaten.incrementAndGet(who);
    }
  }
}
