// SPDX-License-Identifier: Apache-2.0
package csp.samples.crawl;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The only one who writes: a line for each page, how far it is, and at the end what is broken. For
 * one thread.
 */
final class Report {
  /** How often it shows how far it is. */
  static final Duration TICK = Duration.ofMillis(100);

  private static final String ERASE = "\r\033[K";
  private static final List<URI> FINE = List.of(); // instead of the linkers

  private final Map<URI, List<URI>> linkers = new HashMap<>(); // of all that may yet be broken
  private final Map<URI, String> broken = new LinkedHashMap<>(); // and why
  private final long startNanos = System.nanoTime();
  private final PrintStream out;
  private final PrintStream err;
  private final int columns;
  private String progress = "starting";
  private boolean shown;
  private long pages;
  private long bytes;

  /** Shows how far it is only if {@code err} is a terminal of so many columns, not 0. */
  Report(PrintStream out, PrintStream err, int columns) {
    this.out = out;
    this.err = err;
    this.columns = columns;
  }

  /** Prints a page. */
  void add(Page page) {
    Fetched fetched = page.fetched();
    if (fetched.isBroken()) {
      broken.put(page.address(), fetched.why());
      linkers.putIfAbsent(page.address(), new ArrayList<>());
    } else {
      linkers.put(page.address(), FINE);
    }
    for (URI link : fetched.links()) {
      List<URI> from = linkers.computeIfAbsent(link, _ -> new ArrayList<>());
      if (from != FINE) {
        from.add(page.address());
      }
    }
    pages++;
    progress = String.format(Locale.ROOT, "%s, %,d to go", count(), page.toGo());
    print(page);
  }

  private void print(Page page) {
    erase();
    String line =
        switch (page.fetched()) {
          case Fetched.Answer answer -> {
            bytes += answer.bytes();
            yield String.format(Locale.ROOT, "%3d %10d", answer.status(), answer.bytes());
          }
          case Fetched.Failed _ -> String.format(Locale.ROOT, "%3s %10s", "-", "-");
        };
    out.printf(Locale.ROOT, "%s %3d %s%n", line, page.depth(), page.address());
    if (out.checkError()) { // which flushes, too
      throw new UncheckedIOException("cannot write the output", new IOException());
    }
  }

  /** Shows how far it is, on a terminal. */
  void show() {
    if (columns > 0) {
      String line = "crawl: " + progress;
      err.print(ERASE + line.substring(0, Math.min(line.length(), Math.max(0, columns - 3))));
      err.flush();
      shown = true;
    }
  }

  /** Says what is broken, who links to it, and, unless {@code quiet}, how far it came. */
  void end(String how, boolean quiet) {
    erase();
    broken.forEach((page, why) -> {
      List<URI> from = linkers.getOrDefault(page, List.of());
      String who = from.stream().map(URI::toString).collect(Collectors.joining(", "));
      err.println("crawl: " + page + ": " + why + (from.isEmpty() ? "" : ", linked from " + who));
    });
    if (!quiet) {
      double seconds = (System.nanoTime() - startNanos) / 1e9;
      String failed =
          broken.isEmpty() ? "" : String.format(Locale.ROOT, ", %,d broken", broken.size());
      err.printf(
          Locale.ROOT,
          "crawl: %s%s, %,d bytes in %.2f s%s%n",
          how,
          count(),
          bytes,
          seconds,
          failed);
    }
  }

  private String count() {
    return String.format(Locale.ROOT, pages == 1 ? "%,d page" : "%,d pages", pages);
  }

  boolean hasBroken() {
    return !broken.isEmpty();
  }

  private void erase() {
    if (shown) {
      err.print(ERASE);
      err.flush();
      shown = false;
    }
  }
}
