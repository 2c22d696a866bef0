// SPDX-License-Identifier: Apache-2.0
package csp.select;

import static csp.select.Select.doOnReceive;
import static csp.select.Select.onReceive;
import static csp.select.Select.onSend;
import static csp.select.Select.select;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Channel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Loops over channels whose number is known at run time only, and how they end. */
class SelectorLoopTest {
  private final List<String> seen = new ArrayList<>();

  @Test
  void everyPolicyTakesItsClausesFromAList() throws InterruptedException {
    List<Function<List<Clause<?>>, Selector>> policies =
        List.of(Selector::random, Selector::priority, Selector::roundRobin);
    for (var policy : policies) {
      Channel<Integer> first = holding(1);
      Channel<Integer> second = holding(2);
      List<Integer> received = new ArrayList<>();
      List<Clause<?>> clauses =
          Arrays.asList(
              doOnReceive(first, received::add), null, doOnReceive(second, received::add));
      try (Selector selector = policy.apply(clauses)) {
        while (selector.select()) {}
      }
      assertThat(received).containsExactlyInAnyOrder(1, 2);
    }
  }

  @Test
  void nullListIsRefused() {
    assertThatThrownBy(() -> Selector.random((List<Clause<?>>) null))
        .isExactlyInstanceOf(NullPointerException.class)
        .hasMessage("clauses must not be null");
  }

  @Test
  void handlerMayEndTheLoopByClosingTheSelector() throws InterruptedException {
    Channel<Integer> endless = Channel.buffered(4);
    endless.sendAll(List.of(1, 2, 3));
    @Nullable Selector[] own = new Selector[1];
    Selector selector =
        Selector.priority(
            doOnReceive(
                endless,
                value -> {
                  seen.add("got " + value);
                  if (value == 2) {
                    own[0].close();
                  }
                }),
            onSend(Channel.unbuffered(), 1, () -> seen.add("sent")));
    own[0] = selector;
    while (selector.select()) {}
    assertThat(seen).containsExactly("got 1", "got 2");
    assertThat(endless.length()).isEqualTo(1);
    assertThat(endless.waitingReceivers()).isZero();
  }

  @Test
  void endHandlerWithoutAResultGetsTheFailureOrNull() throws InterruptedException {
    Exception cause = new Exception("boom");
    Channel<Integer> failed = Channel.unbuffered();
    failed.close(cause);
    Channel<Integer> ended = Channel.unbuffered();
    ended.close();
    for (Channel<Integer> channel : List.of(failed, ended)) {
      Object result =
          select(onReceive(channel, value -> "element").doOnClosed(end -> seen.add("end " + end)));
      assertThat(result).isNull();
    }
    assertThat(seen).containsExactly("end java.lang.Exception: boom", "end null");
  }

  private static Channel<Integer> holding(int value) {
    Channel<Integer> channel = Channel.buffered(1);
    channel.trySend(value);
    channel.close();
    return channel;
  }
}
