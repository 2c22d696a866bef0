// SPDX-License-Identifier: Apache-2.0
package csp.storm;

import static csp.select.Select.doOnReceive;
import static csp.select.Select.onDefault;
import static csp.select.Select.onSend;
import static csp.select.Select.onTimeout;
import static csp.select.Select.select;
import static csp.select.Select.selectFirst;

import csp.select.Clause;
import csp.select.Select;
import csp.select.Selector;
import java.util.ArrayList;
import java.util.List;

/** One citizen's selects over all stalls, for single selects and for selectors. */
final class Chooser {
  private static final int ROUNDS = 24; // of a selector, at most

  private final Trader trader;
  private final Citizen citizen;
  private final List<Stall> stalls;
  private long offered; // by the sending clauses of a selector, in this round

  Chooser(Trader trader, List<Stall> stalls) {
    this.trader = trader;
    this.citizen = trader.citizen;
    this.stalls = stalls;
  }

  /**
   * One select over a few clauses: all sending ones offer the same good, and sell it once or not at
   * all.
   */
  int choose() throws InterruptedException {
    long good = trader.good();
    List<Clause<Void>> clauses = new ArrayList<>();
    int directions = 1 + citizen.random.nextInt(3); // receive, send, both
    for (Stall stall : stalls) {
      if ((directions & 1) != 0 && !citizen.oneOf(3)) {
        clauses.add(doOnReceive(stall.channel(), bought -> trader.take(stall, bought)));
      }
      if ((directions & 2) != 0 && !citizen.oneOf(3)) {
        clauses.add(onSend(stall.channel(), good, () -> trader.sold(good, true)));
      }
    }
    switch (citizen.random.nextInt(4)) {
      case 0 -> clauses.add(onDefault(() -> {}));
      case 1 -> clauses.add(onTimeout(citizen.moment(), () -> {}));
      default -> {
        if (clauses.isEmpty()) {
          return 1; // it would wait for ever
        }
      }
    }
    if (citizen.oneOf(4)) {
      selectFirst(clauses);
    } else if (citizen.random.nextBoolean()) {
      select(clauses);
    } else {
      select(citizen.shelter(), clauses);
    }
    return 1;
  }

  /** Some rounds of a selector that sends and receives. */
  int rounds() throws InterruptedException {
    List<Clause<Void>> clauses = new ArrayList<>();
    for (Stall stall : stalls) {
      clauses.add(doOnReceive(stall.channel(), bought -> trader.take(stall, bought)));
    }
    if (citizen.random.nextBoolean()) {
      for (Stall stall : stalls) {
        clauses.add(
            Select.<Long, Void>onSendOf(
                    stall.channel(), () -> offered, () -> trader.sold(offered, true))
                .when(() -> !stall.channel().isClosed()));
      }
    }
    if (citizen.random.nextBoolean()) {
      clauses.add(onTimeout(citizen.moment(), () -> {}));
    }
    int rounds = citizen.random.nextInt(ROUNDS);
    int done = 0;
    try (Selector selector = selector(clauses)) {
      while (done < rounds) {
        done++;
        offered = trader.good();
        boolean more =
            citizen.random.nextBoolean() ? selector.select() : selector.select(citizen.shelter());
        if (!more) {
          break;
        }
      }
    }
    return done + 1;
  }

  private Selector selector(List<Clause<Void>> clauses) {
    return switch (citizen.random.nextInt(3)) {
      case 0 -> Selector.random(clauses);
      case 1 -> Selector.priority(clauses);
      default -> Selector.roundRobin(clauses);
    };
  }
}
