// SPDX-License-Identifier: Apache-2.0
package csp.samples.patterns;

import static csp.Go.go;
import static csp.select.Select.onReceive;
import static csp.select.Select.onTimeout;
import static csp.select.Select.select;

import csp.Channel;
import csp.ReceiveChannel;
import csp.SendChannel;
import csp.Timers;
import csp.context.CancellableContext;
import csp.context.Context;
import csp.sync.WaitGroup;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What goroutines tell each other. */
final class Messages {
  private Messages() {}

  /**
   * Source: Concurrency in Go, "Heartbeats", one at the beginning of each unit of work. Same: who
   * works never waits for who listens to the beats. Shorter: a conflated channel keeps the latest
   * beat, so that sending needs no default case.
   */
  static void heartbeat(PrintWriter out) throws InterruptedException {
    Channel<Integer> beats = Channel.named("beats").conflated();
    Channel<Integer> results = Channel.unbuffered();
    try (CancellableContext context = Context.withCancel(Context.background())) {
      GoUntil.goUntil(context, () -> work(context, beats, results));
      out.println("result " + results.receive());
      out.println("result " + results.receive());
      beats.receive(); // the third unit has begun, or the second had
      String seen = "";
      while (!seen.equals("dead")) {
        seen =
            String.valueOf(
                select(
                    onReceive(beats, _ -> "alive"),
                    onReceive(results, _ -> "done"),
                    onTimeout(Duration.ofMillis(100), () -> "dead")));
      }
      out.println("no beat for 100 ms: given up");
    }
  }

  /** Squares numbers, and is lost in the third. */
  private static void work(
      Context context, SendChannel<Integer> beats, SendChannel<Integer> results)
      throws InterruptedException {
    for (int unit = 1; ; unit++) {
      beats.send(unit);
      if (unit == 3) {
        Timers.sleep(Duration.ofDays(1), context);
      }
      results.send(unit * unit, context);
    }
  }

  /** What became of a number. */
  private sealed interface Result {
    record Parsed(int value) implements Result {}

    record Failed(String why) implements Result {}
  }

  /**
   * Source: Pipelines and cancellation, whose results have an error; Concurrency in Go, "Error
   * handling". Same: who finds an error passes it on, and who knows more decides. Shorter: a sealed
   * type and a switch, so that neither can be forgotten; a failure that should end all is that of
   * {@code close(cause)}, and the loop throws it.
   */
  static void resultRecords(PrintWriter out) {
    int failures = 0;
    try (CancellableContext context = Context.withCancel(Context.background())) {
      for (Result result : parse(List.of("1", "two", "3", "four", "5"), context)) {
        switch (result) {
          case Result.Parsed(int value) -> out.println("parsed " + value);
          case Result.Failed(String why) -> out.println(why);
        }
        if (result instanceof Result.Failed && ++failures == 2) {
          out.println("that is enough");
          break;
        }
      }
    }
  }

  private static ReceiveChannel<Result> parse(List<String> words, Context context) {
    Channel<Result> results = Channel.unbuffered();
    GoUntil.goUntil(
        context,
        () -> {
          try (results) {
            for (String word : words) {
              Result result;
              try {
                result = new Result.Parsed(Integer.parseInt(word));
              } catch (NumberFormatException e) {
                result = new Result.Failed("no number: " + word);
              }
              results.send(result, context);
            }
          }
        });
    return results;
  }

  /** Adds to an account, and then says on {@code balance} how much there is. */
  private record Deposit(String account, int amount, SendChannel<Integer> balance) {}

  /**
   * Source: Share Memory By Communicating; Concurrency in Go, "Confinement". Same: a map that one
   * goroutine owns needs no lock; the others send it what they want, and where the answer goes.
   * Shorter: nothing; the reply has room for the answer, so that the owner never waits.
   */
  static void confinement(PrintWriter out) throws InterruptedException {
    Channel<Deposit> deposits = Channel.unbuffered();
    go(() -> {
      Map<String, Integer> accounts = new TreeMap<>(); // nobody else can even see it
      for (Deposit deposit : deposits) {
        deposit.balance().send(accounts.merge(deposit.account(), deposit.amount(), Integer::sum));
      }
    });
    WaitGroup depositors = new WaitGroup();
    for (int i = 1; i <= 100; i++) {
      int amount = i;
      depositors.go(() -> deposit(deposits, "ann", amount));
    }
    depositors.await();
    out.println("ann has " + deposit(deposits, "ann", 0));
    deposits.close();
  }

  private static int deposit(SendChannel<Deposit> deposits, String account, int amount)
      throws InterruptedException {
    Channel<Integer> balance = Channel.buffered(1);
    deposits.send(new Deposit(account, amount, balance));
    Integer answer = balance.receive();
    if (answer == null) {
      throw new AssertionError("nobody closes it");
    }
    return answer;
  }
}
