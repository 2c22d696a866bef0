// SPDX-License-Identifier: Apache-2.0
package csp.samples.logstats;

import static java.nio.charset.StandardCharsets.UTF_8;

import csp.ChannelClosedException;
import csp.context.CancellableContext;
import csp.context.ContextException;
import csp.samples.AtLeastOne;
import csp.samples.StopOnExit;
import csp.samples.Time;
import csp.samples.cli.Bar;
import csp.samples.cli.Status;
import csp.samples.cli.TimeLimit;
import csp.samples.files.Failure;
import csp.samples.files.Name;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * How do I follow something that never ends, and stop in good order? Tells what is in an access
 * log: all of it, or what comes while it runs.
 *
 * <p>The package page has a picture.
 */
@Command(
    name = "logstats",
    subcommands = Generate.class,
    description = {
      "How do I follow something that never ends, and stop in good order?",
      "",
      "Prints what is in an access log: requests of each minute, status classes, bytes, latencies"
          + " and the most frequent paths. With --follow, prints the rates of what comes, again"
          + " and again, and the rest in the end.",
      ""
    },
    footer = {
      "",
      "The log is in the Combined Log Format, best with the microseconds that each request took"
          + " (Apache's %%D) behind it. Minutes are in UTC. Paths are counted without their"
          + " queries. Percentiles are at most 1/64 too great. Lines that are malformed are"
          + " counted, and the first of them shown; so is a line of more than 256 kB.",
      "",
      "--follow does what tail -F does when the file is replaced or truncated.",
      "",
      "Exit status: 0 if all is well, 1 if the file could not be read, 2 if there is no such file"
          + " or option, 124 if --timeout stopped it, 130 if Ctrl-C did. Stopped, it prints what"
          + " is known only with --follow."
    })
public final class LogStats implements Callable<Integer> {
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private final PrintStream out;
  private final PrintStream err;
  private final IntSupplier columns;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "The log.")
  private @Nullable String name;

  @Option(
      names = "--top",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description = "How many paths to print; ${DEFAULT-VALUE} if not said.")
  private int top = 10;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description = "How many blocks at a time; ${DEFAULT-VALUE} here, one for each processor.")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Option(
      names = {"-f", "--follow"},
      description = "Waits for what comes, and begins with that.")
  private boolean follow;

  @Option(names = "--from-start", description = "With --follow, begins with what is there already.")
  private boolean fromStart;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      converter = Time.class,
      description = "With --follow, how often to print rates; every ten seconds if not said.")
  private @Nullable Duration interval;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = Time.class,
      description = "With --follow, for how long; for ever if not said.")
  private @Nullable Duration length;

  @Mixin private final TimeLimit limit = new TimeLimit();

  @Option(names = "--quiet", description = "No progress bar, and nothing on stderr but failures.")
  private boolean quiet;

  /** Prints to {@code out} and {@code err}, a terminal that wide, or something else if 0. */
  public LogStats(PrintStream out, PrintStream err, IntSupplier columns) {
    this.out = out;
    this.err = err;
    this.columns = columns;
  }

  PrintStream out() {
    return out;
  }

  PrintStream err() {
    return err;
  }

  @Override
  public Integer call() {
    Path path = path();
    if (path == null) {
      return Status.USAGE;
    }
    int width = quiet || follow ? 0 : columns.getAsInt();
    try (StopOnExit _ = new StopOnExit();
        CancellableContext context = limit.context();
        Bar bar = new Bar("logstats", err, width)) {
      bar.total(path.toFile().length());
      return run(path, new Survey(jobs, context), bar);
    }
  }

  private int run(Path path, Survey survey, Bar bar) {
    long startNanos = System.nanoTime();
    int status;
    String how = "";
    try {
      if (follow) {
        survey.follow(
            path, fromStart, interval == null ? TEN_SECONDS : interval, length, new Printer());
      } else {
        survey.readAll(path, bar);
      }
      status = Status.OK;
    } catch (InterruptedException e) {
      status = Status.INTERRUPTED;
      how = "interrupted after ";
    } catch (ContextException e) { // all is closed, as after an interrupt
      status = Status.TIMED_OUT;
      how = "timed out after ";
    } catch (IOException e) {
      complain(why(e));
      return Status.FAILURES;
    } catch (ChannelClosedException e) {
      if (!(e.getCause() instanceof IOException failure)) {
        throw e; // what failed is this program
      }
      bar.erase();
      complain(why(failure));
      return Status.FAILURES;
    }
    bar.erase();
    Stats known = survey.known();
    if (follow || status == Status.OK) {
      print(Format.summary(known, top));
    }
    if (out.checkError()) { // which flushes
      err.println("logstats: cannot write the output");
      return Status.FAILURES;
    }
    if (!quiet) {
      err.println("logstats: " + how + Format.progress(known, System.nanoTime() - startNanos));
    }
    return status;
  }

  /** Prints what {@code --follow} finds. */
  private final class Printer implements Survey.Listener {
    @Override
    public void note(String what) {
      if (!quiet) {
        complain(what);
      }
    }

    @Override
    public void rates(Instant end, Duration time, Stats stats) {
      print(Format.rates(end, time, stats));
    }

    @Override
    public boolean isThere() {
      return !out.checkError(); // which flushes
    }
  }

  private void print(String text) {
    out.writeBytes(text.getBytes(UTF_8));
  }

  private void complain(String what) {
    err.println("logstats: " + name + ": " + what);
  }

  private String why(IOException failure) {
    return Failure.of(Name.typed("" + name), failure).why();
  }

  /** Where to read; null if there is nothing that could be read. */
  private @Nullable Path path() {
    String name = this.name;
    if (name == null) {
      throw refused("Missing required parameter: 'FILE'");
    }
    if (!follow && (fromStart || interval != null || length != null)) {
      throw refused("--from-start, --interval and --for are for --follow");
    }
    Path path = parse(name);
    if (path == null || (!follow && Files.notExists(path))) {
      err.println("logstats: no such file: " + name);
      return null;
    }
    if (Files.isDirectory(path)) {
      err.println("logstats: not a file: " + name);
      return null;
    }
    return path;
  }

  private static @Nullable Path parse(String name) {
    try {
      return name.isEmpty() ? null : Path.of(name);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private ParameterException refused(String why) {
    return new ParameterException(
        Objects.requireNonNull(spec, "picocli sets it").commandLine(), why);
  }
}
