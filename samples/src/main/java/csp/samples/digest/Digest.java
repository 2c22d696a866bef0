// SPDX-License-Identifier: Apache-2.0
package csp.samples.digest;

import csp.context.CancellableContext;
import csp.context.Context;
import csp.context.ContextException;
import csp.samples.AtLeastOne;
import csp.samples.StopOnExit;
import csp.samples.cli.Bar;
import csp.samples.cli.Status;
import csp.samples.cli.TimeLimit;
import csp.samples.files.Disk;
import csp.samples.files.Found;
import csp.samples.files.Name;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * How do I do many things at once, and hand the results over in order? Prints what {@code
 * sha256sum} prints for the files of a tree, hashing several at a time.
 *
 * <p>The package page has a picture.
 */
@Command(
    name = "digest",
    description = {
      "How do I do many things at once, and hand the results over in order?",
      "",
      "Prints the SHA-256 of every regular file below DIR, as sha256sum does, in the order of"
          + " find DIR -type f | LC_ALL=C sort.",
      ""
    },
    footer = {
      "",
      "Exit status: 0 if all is well, 1 if something could not be read (the rest is printed), 2 if"
          + " there is no such directory or option, 124 if --timeout stopped it, 130 if Ctrl-C did."
          + " Stopped, it says how far it came; what it has printed until then is right."
    })
public final class Digest implements Callable<Integer> {
  private final PrintStream out;
  private final PrintStream err;
  private final IntSupplier columns;
  private final Disk disk;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "Where to look; the current directory if not said.")
  private String directory = ".";

  @Option(
      names = "--jobs",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description = "How many files at a time; ${DEFAULT-VALUE} here, one for each processor.")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--exclude",
      paramLabel = "GLOB",
      converter = Excludes.Reader.class,
      description =
          "Leaves out files and directories of this name, or, if it has a slash, of this path below"
              + " DIR. May be repeated: --exclude .git --exclude 'docs/*.html'")
  private List<Excludes.Glob> excludes = new ArrayList<>();

  @Mixin private final TimeLimit limit = new TimeLimit();

  @Option(names = "--quiet", description = "No progress bar and no summary.")
  private boolean quiet;

  /** Prints to {@code out} and {@code err}, a terminal that wide, or something else if 0. */
  public Digest(PrintStream out, PrintStream err, IntSupplier columns) {
    this(out, err, columns, new Disk());
  }

  Digest(PrintStream out, PrintStream err, IntSupplier columns, Disk disk) {
    this.out = out;
    this.err = err;
    this.columns = columns;
    this.disk = disk;
  }

  @Override
  public Integer call() {
    Path root = existing(directory);
    if (root == null) {
      return Status.USAGE;
    }
    Found top = new Found(root, Name.typed(directory), 0);
    try (StopOnExit _ = new StopOnExit();
        CancellableContext context = limit.context();
        Bar bar = new Bar("digest", err, quiet ? 0 : columns.getAsInt())) {
      return digest(context, top, new Report(out, err, bar), bar);
    }
  }

  private int digest(Context context, Found root, Report report, Bar bar) {
    int status;
    String how = "";
    try (Pipeline pipeline = new Pipeline(root, disk, new Excludes(excludes), jobs, bar::step)) {
      if (bar.isShown()) {
        pipeline.count(bar::total);
      }
      pipeline.drainTo(report, context);
      report.flush();
      status = report.hasFailures() ? Status.FAILURES : Status.OK;
    } catch (InterruptedException e) {
      status = Status.INTERRUPTED;
      how = "interrupted after ";
    } catch (ContextException e) { // the pipeline is closed, as after an interrupt
      status = Status.TIMED_OUT;
      how = "timed out after ";
    } catch (IOException e) { // the output's: those of the files are results
      err.println("digest: " + e.getMessage());
      return Status.FAILURES;
    }
    report.end(how, quiet);
    return status;
  }

  private @Nullable Path existing(String name) {
    Path path = name.isEmpty() ? null : parse(name);
    if (path == null || Files.notExists(path)) {
      err.println("digest: no such directory: " + name);
      return null;
    }
    if (!Files.isDirectory(path)) {
      err.println("digest: not a directory: " + name);
      return null;
    }
    return path;
  }

  private static @Nullable Path parse(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      return null;
    }
  }
}
