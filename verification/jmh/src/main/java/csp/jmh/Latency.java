// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** How long an element is on its way, beside the peers. */
final class Latency {
  private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99};
  private static final int HANGS_AFTER_SECONDS = 120;

  private static final String TEMPLATE =
      """
      # Latency

      Written by `verification/bench latency`. Not edited by hand: run it again.

      Nanoseconds from before the send of an element to after its receive, one sender and one receiver.

      %s
      ## Conditions

      %s
      ## How to read it

      - `light,C`: an element each 50 microseconds through a channel of capacity C. `lone,1024`: one each millisecond
        through a large buffer; nothing may wait for a batch, so half of them have to be there in half a millisecond.
        `heavy,C`: as fast as possible, so that the time in a full buffer, or for the receiver to come, is most of it.
      - Both ends are virtual threads on the default scheduler. A sender that is not to hurry spins on its carrier until
        the next element is due. A late send is timed from its own start: what it is late by does not count.
      - The tail is the machine's as much as the library's: compare rows of one load only, and not the last two columns of
        a machine that is not at rest.
      - Each row is the sum of %d processes of %d s, after %d s of warming up, with the libraries of a load in turn.
        The histograms (HdrHistogram) keep three digits.
      """;

  /**
   * What one process measured.
   *
   * @param load the load
   * @param library the library
   * @param histogram the latencies; null if it failed
   */
  record Sample(Load load, Channels library, @Nullable Histogram histogram) {}

  private final List<Sample> samples;

  Latency(List<Sample> samples) {
    this.samples = List.copyOf(samples);
  }

  /** Measures and prints; the full form writes the page. Returns whether all is well. */
  static boolean print(Options options, String command) throws IOException, InterruptedException {
    int forks = options.isQuick() ? 1 : 3;
    int warmup = options.isQuick() ? 1 : 2;
    int seconds = options.isQuick() ? 2 : 5;
    String conditions = Conditions.now(command);
    List<Sample> samples = new ArrayList<>();
    for (Load load : Load.ALL) {
      if (options.cells().matcher(load.name()).find()) {
        for (int fork = 0; fork < forks; fork++) {
          for (Channels library : load.libraries()) {
            System.err.println(load.name() + " " + label(library));
            samples.add(measure(options.runs(), load, library, warmup, seconds));
          }
        }
      }
    }
    Latency latency = new Latency(samples);
    String text = TEMPLATE.formatted(latency, conditions, forks, seconds, warmup);
    System.out.println(text);
    Path page = options.page();
    if (page == null && command.endsWith(" latency")) {
      page = Path.of("docs", "latency.md");
    }
    if (page != null) {
      Files.writeString(page, text);
    }
    return latency.isGood();
  }

  /** Whether no process failed, and our lone element does not wait for the next one. */
  boolean isGood() {
    return samples.stream().allMatch(sample -> sample.histogram != null)
        && samples.stream()
            .filter(sample -> sample.library == Channels.CSP && sample.load.isLone())
            .allMatch(Latency::isPrompt);
  }

  private static boolean isPrompt(Sample sample) {
    Histogram histogram = sample.histogram;
    return histogram != null && histogram.getValueAtPercentile(50) <= sample.load.gapNanos() / 2;
  }

  /** A row for each library under each load. */
  @Override
  public String toString() {
    List<String> header = new ArrayList<>(List.of("load", "library"));
    DoubleStream.of(PERCENTILES)
        .mapToObj(each -> "p" + (each == Math.rint(each) ? "%.0f" : "%s").formatted(each))
        .forEach(header::add);
    header.addAll(List.of("max", "elements"));
    Grid grid = new Grid(header);
    for (Load load : Load.ALL) {
      for (Channels library : load.libraries()) {
        List<Sample> forks =
            samples.stream()
                .filter(sample -> sample.load.equals(load) && sample.library == library)
                .toList();
        if (!forks.isEmpty()) {
          grid.add(row(forks));
        }
      }
    }
    return grid.toString();
  }

  private static List<String> row(List<Sample> forks) {
    Sample first = forks.getFirst();
    List<String> row = new ArrayList<>(List.of(first.load.name(), label(first.library)));
    Histogram all = sum(forks);
    for (double percentile : PERCENTILES) {
      row.add(all == null ? "FAILED" : number(all.getValueAtPercentile(percentile)));
    }
    row.add(all == null ? "FAILED" : number(all.getMaxValue()));
    row.add(all == null ? Figures.NONE : number(all.getTotalCount()));
    return row;
  }

  private static @Nullable Histogram sum(List<Sample> forks) {
    Histogram all = new Histogram(3);
    for (Sample fork : forks) {
      Histogram one = fork.histogram;
      if (one == null) {
        return null;
      }
      all.add(one);
    }
    return all;
  }

  private static Sample measure(Runs runs, Load load, Channels library, int warmup, int seconds)
      throws IOException, InterruptedException {
    List<String> arguments = List.of(library.name(), load.name(), "" + warmup, "" + seconds);
    String line = Fork.output(runs, LatencyFork.class, arguments, HANGS_AFTER_SECONDS);
    return new Sample(load, library, line == null ? null : LatencyFork.decoded(line));
  }

  private static String label(Channels library) {
    return Library.valueOf(library.name()).label();
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
