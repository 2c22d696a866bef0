// SPDX-License-Identifier: Apache-2.0
package csp.samples.digest;

import csp.samples.AtLeastOne;
import csp.samples.StopOnExit;
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
          + " there is no such directory or option, 130 after Ctrl-C."
    })
public final class Digest implements Callable<Integer> {
  private static final int OK = 0;
  private static final int FAILURES = 1;
  private static final int USAGE = 2;
  private static final int INTERRUPTED = 130;

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
      return USAGE;
    }
    Found top = new Found(root, Name.typed(directory), 0);
    try (StopOnExit _ = new StopOnExit();
        Bar bar = new Bar(err, quiet ? 0 : columns.getAsInt())) {
      return digest(top, new Report(out, err, bar), bar);
    }
  }

  private int digest(Found root, Report report, Bar bar) {
    int status;
    try (Pipeline pipeline = new Pipeline(root, disk, new Excludes(excludes), jobs, bar::step)) {
      if (bar.isShown()) {
        pipeline.count(bar::total);
      }
      pipeline.drainTo(report);
      report.flush();
      status = report.hasFailures() ? FAILURES : OK;
    } catch (InterruptedException e) {
      status = INTERRUPTED;
    } catch (IOException e) { // the output's: those of the files are results
      err.println("digest: " + e.getMessage());
      return FAILURES;
    }
    report.end(status == INTERRUPTED ? "interrupted after " : "", quiet);
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
