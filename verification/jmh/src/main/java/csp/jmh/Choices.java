// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import csp.Channel;
import csp.select.Clause;
import csp.select.Select;
import csp.select.Selector;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ways of this library and of Jox to take from several channels. Clauses are made for each
 * select, as in a program that writes them where it selects; a selector has its own for good.
 */
final class Choices {
  private static final Duration LIMIT = Duration.ofSeconds(Workloads.LIMIT_SECONDS);

  private Choices() {}

  /** Go's select. */
  record OneShot(List<Channel<Integer>> channels) implements Choice {
    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    public Integer take() throws InterruptedException {
      Clause<Integer>[] clauses = new Clause[channels.size()];
      for (int i = 0; i < clauses.length; i++) {
        clauses[i] = Select.onReceive(channels.get(i), element -> element);
      }
      return Select.select(clauses);
    }
  }

  /** Go's select with a time-out. */
  record OneShotWithin(Channel<Integer> channel) implements Choice {
    @Override
    public Integer take() throws InterruptedException {
      return Select.<Integer>select(
          Select.onReceive(channel, element -> element), Select.onTimeout(LIMIT, () -> null));
    }
  }

  /** The select for loops. */
  static final class Looping implements Choice {
    private final Selector selector;
    private @Nullable Integer taken;

    Looping(List<Channel<Integer>> channels) {
      selector = Selector.random(channels.stream().map(this::clause).toArray(Clause[]::new));
    }

    /** With a time-out. */
    Looping(Channel<Integer> channel) {
      selector = Selector.random(clause(channel), Select.onTimeout(LIMIT, () -> taken = null));
    }

    private Clause<?> clause(Channel<Integer> channel) {
      return Select.doOnReceive(channel, element -> taken = element);
    }

    @Override
    public Integer take() throws InterruptedException {
      selector.select();
      return taken;
    }
  }

  /** The select of Jox; where several clauses are ready it takes the first. */
  record Jox(List<com.softwaremill.jox.Channel<Integer>> channels) implements Choice {
    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    public Integer take() throws InterruptedException {
      com.softwaremill.jox.SelectClause<Integer>[] clauses =
          new com.softwaremill.jox.SelectClause[channels.size()];
      for (int i = 0; i < clauses.length; i++) {
        clauses[i] = channels.get(i).receiveClause();
      }
      return com.softwaremill.jox.Select.select(clauses);
    }
  }
}
