// SPDX-License-Identifier: Apache-2.0
package csp.programs;

import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.ReceiveChannel;
import csp.context.CanceledException;
import csp.context.CancellableContext;
import csp.context.Context;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Power series as streams of coefficients; a product makes a network that grows with every
 * coefficient, and a differential equation is a loop in it. After M. D. McIlroy, "Squinting at
 * power series" (1990), the program that showed what newsqueak's channels can do.
 */
class PowerSeriesTest {
  private final int terms = 8 + Scale.of(4);

  /** What every process of a network is given. */
  private record Network(Workers workers, Context context) {
    private interface Process {
      void run() throws InterruptedException;
    }

    void start(String name, Process process) {
      workers.virtual(
          name,
          () -> {
            try {
              process.run();
            } catch (CanceledException nobodyNeedsIt) {
              // the answer is known
            }
          });
    }

    /** Two streams of the same; the first waits to be read, the second does not. */
    List<ReceiveChannel<Rational>> split(ReceiveChannel<Rational> from) {
      Channel<Rational> read = Channel.unbuffered();
      Channel<Rational> kept = Channel.named("kept").unbounded();
      start(
          "split",
          () -> {
            while (true) {
              Rational term = from.receive(context);
              kept.send(term, context);
              read.send(term, context);
            }
          });
      return List.of(read, kept);
    }

    ReceiveChannel<Rational> sum(ReceiveChannel<Rational> f, ReceiveChannel<Rational> g) {
      Channel<Rational> sum = Channel.unbuffered();
      start(
          "sum",
          () -> {
            while (true) {
              sum.send(f.receive(context).plus(g.receive(context)), context);
            }
          });
      return sum;
    }

    ReceiveChannel<Rational> scaled(Rational factor, ReceiveChannel<Rational> f) {
      Channel<Rational> product = Channel.unbuffered();
      start(
          "scaled",
          () -> {
            while (true) {
              product.send(f.receive(context).times(factor), context);
            }
          });
      return product;
    }

    /** {@code first + x f}. */
    ReceiveChannel<Rational> shifted(Rational first, ReceiveChannel<Rational> f) {
      Channel<Rational> shifted = Channel.unbuffered();
      start(
          "shifted",
          () -> {
            shifted.send(first, context);
            copy(f, shifted);
          });
      return shifted;
    }

    /** {@code (f0 + x F) (g0 + x G) = f0 g0 + x (f0 G + g0 F + x F G)}. */
    ReceiveChannel<Rational> product(ReceiveChannel<Rational> f, ReceiveChannel<Rational> g) {
      Channel<Rational> product = Channel.unbuffered();
      start(
          "product",
          () -> {
            Rational f0 = f.receive(context);
            Rational g0 = g.receive(context);
            product.send(f0.times(g0), context);
            List<ReceiveChannel<Rational>> fs = split(f);
            List<ReceiveChannel<Rational>> gs = split(g);
            ReceiveChannel<Rational> linear =
                sum(scaled(f0, gs.getFirst()), scaled(g0, fs.getFirst()));
            ReceiveChannel<Rational> rest = product(fs.getLast(), gs.getLast());
            copy(sum(linear, shifted(Rational.ZERO, rest)), product);
          });
      return product;
    }

    /** The integral whose constant term is {@code first}. */
    ReceiveChannel<Rational> integral(Rational first, ReceiveChannel<Rational> f) {
      Channel<Rational> integral = Channel.unbuffered();
      start(
          "integral",
          () -> {
            integral.send(first, context);
            for (int n = 1; ; n++) {
              integral.send(f.receive(context).times(Rational.of(1, n)), context);
            }
          });
      return integral;
    }

    /** {@code e^x}: its derivative is itself. */
    ReceiveChannel<Rational> exponential() {
      Channel<Rational> derivative = Channel.unbuffered();
      List<ReceiveChannel<Rational>> both = split(integral(Rational.ONE, derivative));
      start("loop", () -> copy(both.getLast(), derivative));
      return both.getFirst();
    }

    /** {@code tan x}: its derivative is {@code 1 + tan^2 x}. */
    ReceiveChannel<Rational> tangent() {
      Channel<Rational> derivative = Channel.unbuffered();
      List<ReceiveChannel<Rational>> both = split(integral(Rational.ZERO, derivative));
      List<ReceiveChannel<Rational>> factors = split(both.getLast());
      ReceiveChannel<Rational> square = product(factors.getFirst(), factors.getLast());
      start(
          "loop",
          () -> {
            derivative.send(square.receive(context).plus(Rational.ONE), context);
            copy(square, derivative);
          });
      return both.getFirst();
    }

    private void copy(ReceiveChannel<Rational> from, Channel<Rational> to)
        throws InterruptedException {
      to.sendAll(from, context);
    }

    List<String> first(int terms, ReceiveChannel<Rational> series) throws InterruptedException {
      List<String> found = new ArrayList<>();
      while (found.size() < terms) {
        found.add(series.receive(context).toString());
      }
      return found;
    }
  }

  @Test
  void exponentialSeriesHasTheInversesOfFactorials() throws InterruptedException {
    try (Workers workers = new Workers();
        CancellableContext context = Context.withCancel(Context.background())) {
      Network network = new Network(workers, context);
      assertThat(network.first(7, network.exponential()))
          .containsExactly("1", "1", "1/2", "1/6", "1/24", "1/120", "1/720");
    }
  }

  @Test
  void squareOfTheExponentialHasPowersOfTwo() throws InterruptedException {
    try (Workers workers = new Workers();
        CancellableContext context = Context.withCancel(Context.background())) {
      Network network = new Network(workers, context);
      List<String> found =
          network.first(terms, network.product(network.exponential(), network.exponential()));
      Rational expected = Rational.ONE;
      for (int n = 0; n < terms; n++) {
        assertThat(found.get(n)).as("coefficient %d", n).isEqualTo(expected.toString());
        expected = expected.times(Rational.of(2, n + 1));
      }
    }
  }

  @Test
  void tangentSolvesItsDifferentialEquation() throws InterruptedException {
    try (Workers workers = new Workers();
        CancellableContext context = Context.withCancel(Context.background())) {
      Network network = new Network(workers, context);
      assertThat(network.first(12, network.tangent()))
          .containsExactly(
              "0", "1", "0", "1/3", "0", "2/15", "0", "17/315", "0", "62/2835", "0", "1382/155925");
    }
  }

  @Test
  void sumAddsTermByTerm() throws InterruptedException {
    try (Workers workers = new Workers();
        CancellableContext context = Context.withCancel(Context.background())) {
      Network network = new Network(workers, context);
      List<String> twice =
          network.first(5, network.sum(network.exponential(), network.exponential()));
      assertThat(twice)
          .isEqualTo(
              LongStream.of(1, 1, 2, 6, 24).mapToObj(n -> Rational.of(2, n).toString()).toList());
    }
  }
}
