// SPDX-License-Identifier: Apache-2.0
package csp.samples;

import static csp.Go.go;

import csp.Channel;
import csp.ReceiveChannel;
import csp.SendChannel;
import csp.Timers;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How do I turn work away when there is too much? Dijkstra's barber sleeps while nobody comes, and
 * has a room where some may wait; who finds it full leaves. The room is a channel, as many may wait
 * as its buffer holds, and {@code trySend} tells who must leave. To sleep is to receive: the first
 * who comes wakes the barber. Without chairs the channel has no buffer, and only who finds a barber
 * asleep is served.
 *
 * <p>Nothing is counted while this goes on. Each customer hears what became of it on a channel of
 * its own, and the barbers' books must say the same.
 */
@Command(name = "barber", description = "How do I turn work away when there is too much?")
final class Barber implements Callable<Integer> {
  /** What a barber does to a customer. */
  @FunctionalInterface
  interface Cut {
    void cut() throws InterruptedException;
  }

  private final PrintWriter out;

  @Option(
      names = "--customers",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description = "How many come; ${DEFAULT-VALUE} if not said.")
  private int customers = 100;

  @Option(
      names = "--chairs",
      paramLabel = "N",
      converter = AtLeast.Zero.class,
      description = "How many may wait; ${DEFAULT-VALUE} if not said.")
  private int chairs = 3;

  @Option(
      names = "--barbers",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description = "How many barbers there are; ${DEFAULT-VALUE} if not said.")
  private int barbers = 2;

  @Option(
      names = "--cut",
      paramLabel = "MS",
      converter = AtLeast.Zero.class,
      description = "How long a haircut takes; ${DEFAULT-VALUE} if not said.")
  private int cutMillis = 5;

  @Option(
      names = "--every",
      paramLabel = "MS",
      converter = AtLeast.Zero.class,
      description =
          "How long after each customer the next one comes; ${DEFAULT-VALUE} if not said.")
  private int everyMillis = 2;

  Barber(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Integer call() throws InterruptedException {
    Duration cut = Duration.ofMillis(cutMillis);
    Duration every = Duration.ofMillis(everyMillis);
    Shop shop = new Shop(barbers, chairs, () -> Timers.sleep(cut));
    Channel<Boolean> heard = Channel.unbuffered();
    for (int i = 0; i < customers; i++) {
      Timers.sleep(every);
      go(() -> heard.send(shop.visit()));
    }
    int served = 0;
    for (int i = 0; i < customers; i++) {
      served += Objects.requireNonNull(heard.receive(), "nobody closes it") ? 1 : 0;
    }
    int cuts = 0;
    int barber = 0;
    for (int each : shop.close()) {
      out.printf("barber %d: %,d haircuts%n", ++barber, each);
      cuts += each;
    }
    out.printf("customers: %,d served, %,d turned away%n", served, customers - served);
    return served == cuts ? 0 : 1;
  }

  /** A shop that is open. */
  static final class Shop {
    private final Channel<SendChannel<Void>> room; // who waits, by the channel that it waits on
    private final List<ReceiveChannel<Integer>> books = new ArrayList<>();

    Shop(int barbers, int chairs, Cut cut) {
      room = Channel.named("waiting room").buffered(chairs);
      for (int i = 1; i <= barbers; i++) {
        Channel<Integer> book = Channel.buffered(1);
        books.add(book);
        go("barber " + i, () -> book.send(work(cut)));
      }
    }

    /** Gets a haircut, waiting for it; returns false at once if there is no room. */
    boolean visit() throws InterruptedException {
      Channel<Void> done = Channel.unbuffered();
      if (!room.trySend(done)) {
        return false;
      }
      done.receive(); // which is closed
      return true;
    }

    /** How many are in the waiting room now. */
    int waiting() {
      return room.length();
    }

    /**
     * Lets nobody in any more, and waits until all who wait are served.
     *
     * @return how many haircuts each barber has made
     */
    List<Integer> close() throws InterruptedException {
      room.close();
      List<Integer> cuts = new ArrayList<>();
      for (ReceiveChannel<Integer> book : books) {
        cuts.add(Objects.requireNonNull(book.receive(), "nobody closes it"));
      }
      return cuts;
    }

    private int work(Cut cut) throws InterruptedException {
      int cuts = 0;
      for (SendChannel<Void> customer : room) { // asleep until somebody comes
        try (customer) { // closes it, which tells the customer
          cut.cut();
          cuts++;
        }
      }
      return cuts;
    }
  }
}
