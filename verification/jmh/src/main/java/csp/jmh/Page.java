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

      Nanoseconds per operation, csp beside its peers. The figure in brackets after a peer's time is csp divided by that
      peer: below 1.00 csp is faster.

      ![Time per operation beside csp, a bar for each library in each cell](%11$s)

      %1$s
      ## Conditions

      %2$s
      ## How to read it

      - Only ratios within a row mean something elsewhere; nanoseconds belong to the machine. The libraries of a row ran
        in turn, csp first, and so again for each process, so that a change of the machine's mood shows as a difference
        between the processes (below) instead of favouring one side.
      - That mood has a name: where processors are virtual, the host moves them together and apart, and what a cache line
        takes from one to the other and back changes by four and more times; all that two threads do with each other
        changes with it. It is measured before each process (`line ns`, in the last table). Where it changed within the
        session, a table compares what was measured in one mood alone; the verdicts are over all.
      - A time is the median of all iterations of all processes; the spread is the fastest and the slowest iteration.
      - `bar` says what csp may cost at most: so many times the other's time, where the other is there. Channels and
        selects are held against the best peer on the JVM and against Go, the sync layer against its counterpart in the
        JDK and against Go, all at 1.0; only where thousands of goroutines hand over without a buffer (`par,0`,
        `chain,0`) may csp need twice Go's time, as the switch of a virtual thread does. Contexts, which no other
        library on the JVM has, are held against nobody.
      - `fastest`: csp needs no more time than any that a bar names. `holds`: within the bars. `SLOWER`: not. Ratios
        count as they are printed. `best peer` is the best one on the JVM.
      - B/op is what the whole process allocated per operation, starting the threads included (the many threads of `par`
        and `chain` are most of it there), and so are the contexts that `ctxdeep` and `ctxwide` cancel. Elements are made
        beforehand.
        Where nothing parks (`unc`, `try`, `mu,1`, `pool`, `once`) csp may allocate nothing, in `pc` at most 96 bytes an
        element; what is over that is told below the tables.
      - `–`: the library has no such thing, or there is nobody to compare it with.

      | name | what |
      |---|---|
      | csp | this library |
      | csp-selector | this library with a `Selector`, whose clauses last, in place of `select` |
      | csp-channels | this library where the producer feeds N channels by hand; only shown |
      | abq | `java.util.concurrent.ArrayBlockingQueue`; has no capacity 0 |
      | ltq | `java.util.concurrent.LinkedTransferQueue`: `transfer` and `take` for capacity 0; in `unc`, `put` and `take` without a bound |
      | sq | `java.util.concurrent.SynchronousQueue`, not fair; has no capacity but 0 |
      | jox | the channels of Jox |
      | disruptor | the ring of LMAX Disruptor for one producer, with `BlockingWaitStrategy`: a handler is called for each element, so it is no queue; it runs on a virtual thread like all others |
      | disruptor-yield | the same with `YieldingWaitStrategy`, which spins and yields instead of parking, on platform threads (as virtual threads the consumers may keep the producer from a carrier for ever): an idle consumer keeps a processor busy, so it is shown only, and no bar names it |
      | jdk | the counterpart in the JDK: `ReentrantLock`, `ReentrantReadWriteLock`, `Semaphore`, `Condition`, `CountDownLatch`, `ConcurrentHashMap`, none of them fair; `SubmissionPublisher`, on virtual threads; for `once` a volatile flag that is checked twice |
      | stamped | `StampedLock` through its views as locks: as a mutex it is not reentrant, like ours; only shown |
      | kotlin | coroutines of kotlinx.coroutines on `Dispatchers.Default` in place of threads; jobs in place of contexts (a line of 10,000 of them cannot be cancelled: the recursion is too deep) |
      | go | Go with goroutines, in processes without a JVM |

      | cell | what one run does; the operation |
      |---|---|
      | pc,C,P,P | P producers and P consumers share one channel of capacity C; an element |
      | bcast,C,N | one producer, N consumers that all see each element: a `Broadcast` of capacity C (disruptor: one ring of C elements that all read; jdk: a `SubmissionPublisher` that holds C for each; the others have no such thing: N channels or queues of capacity C that the producer feeds in turn); an element, seen by all |
      | pp | two threads send an element to and fro over two unbuffered channels; a round trip |
      | par,C | %3$,d pairs of a producer and a consumer, each with a channel of its own; an element |
      | chain,0 | %4$,d stages between a producer and a consumer hand every element on, unbuffered; a hop |
      | unc | one thread, capacity %5$d: %5$d sends, then %5$d receives; an element |
      | try,C | one thread: a receive that does not wait, on an empty channel (jox: a select with a default) |
      | sel,C,N | one thread selects among N channels of capacity C that each have a producer; the clauses are made for each select (jox: takes the first that is ready; the others any); an element |
      | seltmo,C | a producer, and a consumer that receives with a limit of a second, never reached (abq, sq: `poll` with a limit; go: a timer, stopped); an element |
      | selwide,N | one thread fills %6$d of N channels, then selects %6$d times with one selector; a round |
      | mu,T | T threads lock and unlock one mutex round adding 1 to a counter; a lock and unlock |
      | rw,8 | 8 threads read a counter under a lock, and one time in %7$d add to it; a lock and unlock |
      | sem,8 | 8 threads share 4 permits (go: has no semaphore, so a buffered channel); an acquire and release |
      | cond | two threads hand a turn to and fro through one lock and condition; a round trip |
      | spawn | one thread starts another, which does nothing, and waits for it; a thread |
      | wg,1000 | one thread starts 1,000 others and waits for all; a thread |
      | once | one thread: an action that is done already |
      | pool | one thread borrows an object and returns it; both |
      | map,8 | 8 threads read a map of %8$,d keys, and one time in %7$d replace a value; a read or write |
      | ctx | derives a context from one that can be cancelled, and cancels it; both |
      | ctxbg | the same, derived from the background |
      | ctxdeep,N | cancels the first of a line of N contexts, each derived from the one before; a context |
      | ctxwide,N | cancels a context from which N were derived; a context |
      | ctxval,N | looks up the value that was put in first of N |

      Every producer, consumer, stage and other thread is a virtual thread on the JDK's default scheduler, a coroutine or
      a goroutine; `unc`, `try`, `selwide`, `once`, `pool` and the contexts run on JMH's own thread.

      ## Method

      JMH for the JVM. One invocation is one run: threads started, all elements passed or rounds done, threads ended, and
      the sum of what was received compared with what was sent, or what a lock guards with what it has to be; its time is
      divided by the number of operations. Each process is a new JVM that runs one library in one cell, so that no library
      is compiled for the calls of another. All JVMs get the same flags. The Go program (`verification/go`) does the same
      numbers of the same things in the same way, for as long.
      %9$s

      ## All figures

      %10$s\
      """;

  private Page() {}

  /** Writes the page, and beside it the picture that it shows. */
  static void write(Path file, Report report, Runs runs, String conditions) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path chart = file.resolveSibling(chartOf(file.getFileName().toString()));
    Files.writeString(chart, report.chart());
    Files.writeString(file, text(report, runs, conditions, chart.getFileName().toString()));
  }

  /** The name of the picture beside the page of that name. */
  static String chartOf(String page) {
    return (page.endsWith(".md") ? page.substring(0, page.length() - 3) : page) + ".svg";
  }

  static String text(Report report, Runs runs, String conditions, String chart) {
    return String.format(
        Locale.ROOT,
        TEMPLATE,
        report.summary(),
        conditions + report.lines(),
        Workloads.PAIRS,
        Workloads.STAGES,
        Workloads.BURST,
        Workloads.READY,
        SyncWorkloads.RARELY,
        SyncWorkloads.KEYS,
        runs.describe(),
        report.details(),
        chart);
  }
}
