// SPDX-License-Identifier: Apache-2.0
package csp.samples.wordcount;

import static csp.select.Select.doOnReceive;
import static java.nio.charset.StandardCharsets.UTF_8;

import csp.Ticker;
import csp.Timers;
import csp.context.CancellableContext;
import csp.context.Context;
import csp.context.ContextException;
import csp.pipeline.Outlet;
import csp.pipeline.Pipeline;
import csp.samples.AtLeastOne;
import csp.samples.StopOnExit;
import csp.samples.cli.Bar;
import csp.samples.cli.Status;
import csp.samples.cli.TimeLimit;
import csp.samples.files.Disk;
import csp.samples.files.Name;
import csp.samples.text.Feed;
import csp.samples.text.Tally;
import csp.select.Selector;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * How do I spread work over processors with a pipeline? Counts the words of files: one thread reads
 * blocks, some count the words of a block each, and the caller adds up what they counted.
 *
 * <p>The package page has a picture.
 */
@Command(
    name = "wordcount",
    description = {
      "How do I spread work over processors with a pipeline?",
      "",
      "Prints the most frequent words of the files, and of all regular files below the"
          + " directories, with their counts; for one count, in the order of LC_ALL=C sort."
          + " Reads stdin if there are none.",
      ""
    },
    footer = {
      "",
      "A word is a run of letters and digits of any script, their combining marks, and"
          + " apostrophes, in UTF-8, without the apostrophes around it; a curly one counts as a"
          + " straight one. Bytes that are not UTF-8 are between words. A run of more than 4096"
          + " bytes is data and left out. What has been read is forgotten: memory grows with the"
          + " number of different words alone.",
      "",
      "Exit status: 0 if all is well, 1 if something could not be read (the rest is counted), 2"
          + " for a bad option, 124 if --timeout stopped it, 130 if Ctrl-C did. Stopped, it prints"
          + " no words, and says how far it came."
    })
public final class WordCount implements Callable<Integer> {
  private final PrintStream out;
  private final PrintStream err;
  private final IntSupplier columns;
  private final Disk disk;
  private final Reader.Opener stdin;
  private final Tally words = new Tally();
  private long startNanos;
  private long bytes;
  private long failures;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE|DIR",
      description = "What to read; stdin if not said.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "-n",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description = "How many words to print; ${DEFAULT-VALUE} if not said.")
  private int count = 10;

  @Option(
      names = {"-i", "--ignore-case"},
      description = "Counts words as one that differ in case only, and prints them in lower case.")
  private boolean ignoreCase;

  @Option(
      names = "--min-length",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description = "Leaves out words of fewer characters.")
  private int minLength = 1;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description = "How many blocks at a time; ${DEFAULT-VALUE} here, one for each processor.")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Mixin private final TimeLimit limit = new TimeLimit();

  @Option(names = "--quiet", description = "No progress bar and no summary.")
  private boolean quiet;

  /** Prints to {@code out} and {@code err}, a terminal that wide, or something else if 0. */
  public WordCount(PrintStream out, PrintStream err, IntSupplier columns) {
    // A channel, for reading from a stream cannot be interrupted.
    this(out, err, columns, new Disk(), () -> new FileInputStream(FileDescriptor.in).getChannel());
  }

  WordCount(PrintStream out, PrintStream err, IntSupplier columns, Disk disk, Reader.Opener stdin) {
    this.out = out;
    this.err = err;
    this.columns = columns;
    this.disk = disk;
    this.stdin = stdin;
  }

  @Override
  public Integer call() {
    startNanos = System.nanoTime();
    try (StopOnExit _ = new StopOnExit();
        CancellableContext context = limit.context();
        Bar bar = new Bar("wordcount", err, quiet ? 0 : columns.getAsInt())) {
      return count(context, bar);
    }
  }

  private int count(Context context, Bar bar) {
    int status;
    String how = "";
    Words rules = new Words(ignoreCase, minLength);
    try (Feed<Read> feed = new Feed<>(to -> read(new Reader(disk, bar::step, to)));
        Sizing _ = bar.isShown() && !names.isEmpty() ? new Sizing(disk, names, bar::total) : null) {
      await(Pipeline.from(feed.channel()).parallel(jobs, read -> count(read, rules)), context, bar);
      status = failures > 0 ? Status.FAILURES : Status.OK;
    } catch (InterruptedException e) {
      status = Status.INTERRUPTED;
      how = "interrupted after ";
    } catch (ContextException e) { // all is closed, as after an interrupt
      status = Status.TIMED_OUT;
      how = "timed out after ";
    }
    bar.erase();
    if (how.isEmpty() && !print()) {
      err.println("wordcount: cannot write the output");
      return Status.FAILURES;
    }
    if (!quiet) {
      err.println("wordcount: " + how + summary());
    }
    return status;
  }

  private void read(Reader reader) throws InterruptedException {
    if (names.isEmpty()) {
      reader.read(Name.typed("stdin"), stdin);
    } else {
      reader.readAll(names);
    }
  }

  /** Adds up what {@code counts} delivers, to its end, and meanwhile moves the bar. */
  private void await(Pipeline<Counted> counts, Context context, Bar bar)
      throws InterruptedException {
    try (Outlet<Counted> run = counts.open(0);
        Ticker ticker = Timers.ticker(Bar.TICK);
        Selector selector =
            Selector.priority(
                doOnReceive(ticker.channel(), _ -> bar.draw()),
                doOnReceive(run.channel(), counted -> add(Objects.requireNonNull(counted), bar))
                    .onClosed(() -> {}))) {
      while (!run.channel().isDrained()) {
        selector.select(context);
      }
    }
  }

  /** What the goroutines do, several at a time. */
  private static Counted count(Read read, Words rules) {
    return switch (read) {
      case Read.Part(var block) -> new Counted.Part(rules.in(block), block.size());
      case Read.Unreadable(var failure) -> new Counted.Unreadable(failure);
    };
  }

  /** What the caller does, who is the only one to write, too. */
  private void add(Counted counted, Bar bar) {
    switch (counted) {
      case Counted.Part part -> {
        words.addAll(part.words());
        bytes += part.bytes();
      }
      case Counted.Unreadable(var failure) -> {
        failures++;
        bar.erase();
        err.println("wordcount: " + failure.name() + ": " + failure.why());
      }
    }
  }

  /** Prints the most frequent words as {@code uniq -c} does; false if that fails. */
  private boolean print() {
    for (Tally.Entry entry : words.top(count)) {
      String line = String.format(Locale.ROOT, "%7d %s\n", entry.count(), entry.text());
      out.writeBytes(line.getBytes(UTF_8));
    }
    return !out.checkError(); // which flushes
  }

  private String summary() {
    String failed = failures == 0 ? "" : String.format(Locale.ROOT, ", %,d failed", failures);
    return String.format(
        Locale.ROOT,
        "%,d words, %,d different, %,.1f MB in %.2f s%s",
        words.total(),
        words.different(),
        bytes / 1e6,
        (System.nanoTime() - startNanos) / 1e9,
        failed);
  }
}
