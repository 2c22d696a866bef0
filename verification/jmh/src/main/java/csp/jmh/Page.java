// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The page of the documentation that shows a whole session. */
final class Page {
  private static final String TEMPLATE =
      """
      # Benchmarks

      Written by `verification/bench`. Not edited by hand: run it again.

      Nanoseconds per element (`pp`: per round trip; `chain`: per hop), csp beside its peers. The figure in brackets
      after a peer's time is csp divided by that peer: below 1.00 csp is faster.

      %1$s
      ## Conditions

      %2$s
      ## How to read it

      - Only ratios within a row mean something elsewhere; nanoseconds belong to the machine. The libraries of a row ran
        in turn, csp first, and so again for each fork, so that a change of the machine's mood shows as a difference
        between the forks (below) instead of favouring one side.
      - A time is the median of all iterations of all forks; the spread is the fastest and the slowest iteration.
      - `fastest`: csp needs no more time than any peer. `holds`: at most %3$.1f times the best one. `SLOWER`: more.
      - B/op is what the whole JVM allocated per element, starting the threads included (the many threads of `par` and
        `chain` are most of it there). Elements are made beforehand.
      - `–`: the library has no such thing.

      | name | what |
      |---|---|
      | csp | this library |
      | csp-selector | this library with a `Selector`, whose clauses last, in place of `select` |
      | abq | `java.util.concurrent.ArrayBlockingQueue`; has no capacity 0 |
      | ltq | `java.util.concurrent.LinkedTransferQueue`: `transfer` and `take` for capacity 0; in `unc`, `put` and `take` without a bound |
      | sq | `java.util.concurrent.SynchronousQueue`, not fair; has no capacity but 0 |
      | jox | the channels of Jox |

      | cell | what one run does |
      |---|---|
      | pc,C,P,P | P producers and P consumers share one channel of capacity C |
      | pp | two threads send an element to and fro over two unbuffered channels |
      | par,C | %4$,d pairs of a producer and a consumer, each with a channel of its own |
      | chain,0 | %5$,d stages between a producer and a consumer hand every element on, unbuffered |
      | unc | one thread, capacity %6$d: %6$d sends, then %6$d receives |
      | try,C | one thread: a receive that does not wait, on an empty channel (jox: a select with a default) |
      | sel,C,N | one thread selects among N channels of capacity C that each have a producer; the clauses are made for each select |
      | seltmo,C | a producer, and a consumer that receives with a limit of a second, never reached (abq, sq: `poll` with a limit) |
      | selwide,N | one thread fills %7$d of N channels, then selects %7$d times with one selector; per round |

      Every producer, consumer and stage is a virtual thread on the JDK's default scheduler; `unc`, `try` and
      `selwide` run on JMH's own thread.

      ## Method

      JMH. One invocation is one run: threads started, all elements passed, threads ended, and the sum of what was
      received compared with what was sent; its time is divided by the number of elements. Each fork is a new JVM that
      runs one library in one cell, so that no library is compiled for the calls of another. All forks get the same flags.
      %8$s

      ## All figures

      %9$s\
      """;

  private Page() {}

  /** Writes the page. */
  static void write(Path file, Report report, Runs runs, String conditions) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, text(report, runs, conditions));
  }

  static String text(Report report, Runs runs, String conditions) {
    return String.format(
        Locale.ROOT,
        TEMPLATE,
        report.summary(),
        conditions,
        Report.BAR,
        Workloads.PAIRS,
        Workloads.STAGES,
        Workloads.BURST,
        Workloads.READY,
        runs.describe(),
        report.details());
  }
}
