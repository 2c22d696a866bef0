// SPDX-License-Identifier: Apache-2.0
package csp.storm;

import csp.Channel;
import csp.ChannelClosedException;
import csp.IncompleteSendException;
import csp.Received;
import csp.context.ContextException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One citizen's dealings with single channels, and its book of what it sent and received. */
final class Trader {
  private static final int LARGEST = 24; // batch
  private static final int STALLS = 4;

  final Citizen citizen;
  final Tally sent = new Tally();
  final Tally received = new Tally();
  private final int[][] last = new int[STALLS][]; // number received, of each seller
  private int next; // number of the next good; a good that was not sent is not offered again

  Trader(Citizen citizen) {
    this.citizen = citizen;
    Arrays.setAll(last, stall -> new int[0]);
  }

  /** The next good, new at each call. */
  long good() {
    return Tally.good(citizen.number, next++);
  }

  /** Sends something there, in one of the forms. */
  int sell(Stall stall) throws InterruptedException {
    Channel<Long> channel = stall.channel();
    long good = good();
    switch (citizen.random.nextInt(9)) {
      case 0, 1 -> {
        channel.send(good);
        sent.add(good);
      }
      case 2, 3 -> sold(good, channel.trySend(good));
      case 4 -> sold(good, channel.trySend(good, citizen.moment()));
      case 5, 6 -> {
        channel.send(good, citizen.shelter());
        sent.add(good);
      }
      default -> sellBatch(channel);
    }
    return 1;
  }

  void sold(long good, boolean done) {
    if (done) {
      sent.add(good);
    }
  }

  private void sellBatch(Channel<Long> channel) throws InterruptedException {
    List<Long> batch = new ArrayList<>();
    for (int size = citizen.random.nextInt(LARGEST); size > 0; size--) {
      batch.add(good());
    }
    Iterable<Long> source = citizen.oneOf(4) ? batch::iterator : batch;
    int count = batch.size();
    try {
      if (citizen.random.nextBoolean()) {
        channel.sendAll(source);
      } else {
        channel.sendAll(source, citizen.shelter());
      }
    } catch (InterruptedException | ChannelClosedException | ContextException ended) {
      count = IncompleteSendException.sentBefore(ended).orElseThrow();
      throw ended;
    } finally {
      batch.subList(0, count).forEach(sent::add);
    }
  }

  /** Receives something there, in one of the forms. */
  int buy(Stall stall) throws InterruptedException {
    return buy(stall, stall.channel());
  }

  int buy(Stall stall, Channel<Long> channel) throws InterruptedException {
    switch (citizen.random.nextInt(12)) {
      case 0, 1, 2 -> take(stall, channel.receive());
      case 3, 4 -> take(stall, channel.tryReceive());
      case 5 -> take(stall, channel.tryReceive(citizen.moment()));
      case 6, 7 -> take(stall, channel.receive(citizen.shelter()));
      case 8, 9, 10 -> buyBatch(stall, channel);
      default -> {
        int most = 1 + citizen.random.nextInt(8);
        for (Long good :
            citizen.random.nextBoolean() ? channel : channel.until(citizen.shelter())) {
          take(stall, good);
          if (--most == 0) {
            break;
          }
        }
      }
    }
    return 1;
  }

  private void buyBatch(Stall stall, Channel<Long> channel) throws InterruptedException {
    List<Long> batch = new ArrayList<>();
    int most = 1 + citizen.random.nextInt(LARGEST);
    int count =
        switch (citizen.random.nextInt(3)) {
          case 0 -> channel.receiveBatch(batch, most);
          case 1 -> channel.receiveBatch(batch, most, citizen.shelter());
          default -> channel.drainTo(batch, most);
        };
    Books.same("batch", count, batch.size());
    for (Long good : batch) {
      take(stall, good);
    }
  }

  private void take(Stall stall, Received<Long> answer) {
    if (answer instanceof Received.Value<Long>(Long good)) {
      take(stall, good);
    }
  }

  /** Writes down a good, or nothing at the end of a channel. */
  void take(Stall stall, Long good) {
    if (good == null) {
      return;
    }
    received.add(good);
    int maker = Tally.maker(good);
    int[] numbers = last[stall.number];
    if (maker >= numbers.length) {
      int known = numbers.length;
      numbers = Arrays.copyOf(numbers, maker + 8);
      Arrays.fill(numbers, known, numbers.length, -1);
      last[stall.number] = numbers;
    }
    if (Tally.number(good) <= numbers[maker]) {
      throw new AssertionError(
          "seller " + maker + ": " + Tally.number(good) + " after " + numbers[maker]);
    }
    numbers[maker] = Tally.number(good);
  }
}
