// SPDX-License-Identifier: Apache-2.0
package csp.samples.crawl;

import csp.context.CancellableContext;
import csp.context.Context;
import csp.context.ContextException;
import csp.samples.AtLeast;
import csp.samples.AtLeastOne;
import csp.samples.StopOnExit;
import csp.samples.Time;
import csp.samples.cli.TimeLimit;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/**
 * How do I know that all is done, when work makes work? Crawls a site: fetches a page, and all that
 * it leads to. The package page has a picture.
 */
@Command(
    name = "crawl",
    description = {
      "How do I know that all is done, when work makes work?",
      "",
      "Fetches the page at URL and, breadth first, those of the same scheme, host and port that its"
          + " href and src lead to. Prints a line for each: status, bytes, how many links it is"
          + " away, address. They are in the order in which they were found, the same each time"
          + " and for any --concurrency. A redirect is a page with one link.",
      ""
    },
    footer = {
      "",
      "Then it says, on stderr, which pages are broken, that is without an answer or with a status"
          + " from 400 on, and who links to them.",
      "",
      "Exit status: 0 if all is well, 1 if a page is broken, 2 if there is no such option or URL is"
          + " none, 124 if --timeout stopped it, 130 if Ctrl-C did. Links are looked for in the"
          + " first megabyte of a page."
    })
public final class Crawl implements Callable<Integer> {
  private static final int OK = 0;
  private static final int BROKEN = 1;
  private static final int TIMED_OUT = 124; // as of timeout(1)
  private static final int INTERRUPTED = 130;

  /** Reads where to start. */
  static final class Start implements ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
      URI address = Address.typed(text);
      if (address == null) {
        throw new TypeConversionException("must be like http://HOST:PORT/PATH, was " + text);
      }
      return address;
    }
  }

  private final PrintStream out;
  private final PrintStream err;
  private final IntSupplier columns;

  @Parameters(
      paramLabel = "URL",
      converter = Start.class,
      description = "Where to start, such as http://localhost:8000/docs/.")
  private @Nullable URI start;

  @Option(
      names = "--depth",
      paramLabel = "N",
      converter = AtLeast.Zero.class,
      description = "How many links to go from URL at most; ${DEFAULT-VALUE} if not said.")
  private int depth = 5;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description = "How many requests at a time; ${DEFAULT-VALUE} if not said.")
  private int concurrency = 4;

  @Option(
      names = "--max-pages",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description = "How many pages to fetch at most; ${DEFAULT-VALUE} if not said.")
  private int maxPages = 1000;

  @Option(
      names = "--request-timeout",
      paramLabel = "TIME",
      converter = Time.class,
      description = "How long one request may take, such as 500ms; 10s if not said.")
  private Duration requestTimeout = Duration.ofSeconds(10);

  @Mixin private final TimeLimit limit = new TimeLimit();

  @Option(names = "--quiet", description = "No progress and no summary.")
  private boolean quiet;

  /** Prints to {@code out} and {@code err}, a terminal that wide, or something else if 0. */
  public Crawl(PrintStream out, PrintStream err, IntSupplier columns) {
    this.out = out;
    this.err = err;
    this.columns = columns;
  }

  @Override
  public Integer call() {
    URI first = Objects.requireNonNull(start, "picocli asks for it");
    Report report = new Report(out, err, quiet ? 0 : columns.getAsInt());
    try (StopOnExit _ = new StopOnExit();
        CancellableContext context = limit.context()) {
      return crawl(new Frontier(first, depth, maxPages), report, context);
    }
  }

  private int crawl(Frontier frontier, Report report, Context context) {
    int status;
    String how = "";
    try (Fetcher fetcher = new Fetcher(requestTimeout);
        Crawler crawler = new Crawler(fetcher, context)) {
      crawler.crawl(frontier, concurrency, report);
      status = report.hasBroken() ? BROKEN : OK;
    } catch (InterruptedException e) { // the crawler is closed, as after all that follow
      status = INTERRUPTED;
      how = "interrupted after ";
    } catch (ContextException e) {
      status = TIMED_OUT;
      how = "timed out after ";
    } catch (UncheckedIOException e) { // the output's: those of the pages are results
      err.println("crawl: " + e.getMessage());
      return BROKEN;
    } catch (ExecutionException e) {
      throw new AssertionError("what goes wrong with a page is a result", e);
    }
    report.end(how, quiet);
    return status;
  }
}
