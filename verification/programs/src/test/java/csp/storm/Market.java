// SPDX-License-Identifier: Apache-2.0
package csp.storm;

import csp.Channel;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Channels of capacities 0, 1, 2 and 64, in every form there is. Each has a seller and a buyer of
 * its own, who keep it going, so visitors may wait without a limit. A channel is closed now and
 * then and followed by another.
 *
 * <p>Every good that was sent is received exactly once; a send that failed has sent nothing; what
 * one thread receives of one seller at one stall is in the seller's order.
 */
final class Market implements District {
  private static final int[] CAPACITIES = {0, 1, 2, 64};
  private static final int RENEWALS = 700; // one renewal, about, in so many deeds of a visitor

  private final List<Stall> stalls = new ArrayList<>();
  private final List<Trader> traders = new ArrayList<>();
  private volatile boolean closed;

  Market() {
    for (int capacity : CAPACITIES) {
      stalls.add(new Stall(stalls.size(), capacity));
    }
  }

  private Trader trader(Citizen citizen) {
    Trader trader = new Trader(citizen);
    traders.add(trader);
    return trader;
  }

  @Override
  public Trade trade(Citizen citizen) {
    Trader trader = trader(citizen);
    Chooser chooser = new Chooser(trader, stalls);
    return () -> {
      if (citizen.oneOf(RENEWALS)) {
        renew(citizen);
      }
      return switch (citizen.random.nextInt(16)) {
        case 0, 1 -> chooser.choose();
        case 2 -> chooser.rounds();
        case 3, 4, 5, 6, 7, 8, 9 -> trader.sell(stalls.get(citizen.random.nextInt(4)));
        default -> trader.buy(stalls.get(citizen.random.nextInt(4)));
      };
    };
  }

  private void renew(Citizen citizen) {
    stalls.get(citizen.random.nextInt(4)).renew(citizen.random.nextInt(3));
  }

  @Override
  public void settle(Town town, Workers workers) {
    for (Stall stall : stalls) {
      Trader seller = trader(town.resident());
      town.start(workers, seller.citizen, () -> seller.sell(stall), () -> closed);
      Buyer buyer = new Buyer(trader(town.resident()), stall);
      town.start(workers, buyer.trader.citizen, buyer::buy, buyer::isDone);
    }
  }

  /** Drains each channel of a stall to its end, so that nobody sends there in vain. */
  private final class Buyer {
    final Trader trader;
    private final Stall stall;
    private Channel<Long> channel;

    Buyer(Trader trader, Stall stall) {
      this.trader = trader;
      this.stall = stall;
      this.channel = stall.channel();
    }

    int buy() throws InterruptedException {
      if (channel.isDrained()) {
        channel = stall.channel();
      }
      return trader.buy(stall, channel);
    }

    boolean isDone() {
      return closed && channel == stall.channel() && channel.isDrained();
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Stall stall : stalls) {
      stall.close(stall.number % 3);
    }
  }

  @Override
  public void check() {
    Tally left = new Tally();
    for (Stall stall : stalls) {
      stall.leftovers().forEach(left::add);
    }
    List<Tally> received = new ArrayList<>(Collections.singleton(left));
    traders.forEach(trader -> received.add(trader.received));
    Tally.balance("market", traders.stream().map(trader -> trader.sent)::iterator, received);
  }
}
