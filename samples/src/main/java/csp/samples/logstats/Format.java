// SPDX-License-Identifier: Apache-2.0
package csp.samples.logstats;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Makes text of {@link Stats}. */
final class Format {
  private static final int SHOWN_CHARACTERS = 100;

  private Format() {}

  /** All that is known, with {@code top} paths. */
  static String summary(Stats stats, int top) {
    List<String> lines = new ArrayList<>();
    stats.minutes.forEach((minute, that) -> lines.add(minute(minute, that)));
    lines.add(
        stats.requests == 0
            ? "requests  0"
            : String.format(
                Locale.ROOT,
                "requests  %,d from %s to %s",
                stats.requests,
                Instant.ofEpochSecond(stats.firstSecond),
                Instant.ofEpochSecond(stats.lastSecond)));
    lines.add(String.format(Locale.ROOT, "bytes     %,d", stats.bytes));
    lines.add("status   " + classes(stats));
    if (stats.latencies.count() > 0) {
      lines.add("latency  " + percentiles(stats.latencies));
    }
    lines.add(String.format(Locale.ROOT, "paths     %,d", stats.paths.different()));
    stats
        .paths
        .top(top)
        .forEach(p -> lines.add(String.format(Locale.ROOT, "%9d %s", p.count(), shown(p.text()))));
    lines.add(String.format(Locale.ROOT, "malformed %,d", stats.malformed));
    for (Stats.Malformed line : stats.firstMalformed) {
      lines.add(String.format(Locale.ROOT, "  line %,d: %s", line.number(), shown(line.text())));
    }
    return String.join("\n", lines) + "\n";
  }

  /** What came in {@code time} up to {@code end}. */
  static String rates(Instant end, Duration time, Stats stats) {
    double seconds = time.toNanos() / 1e9;
    String latency =
        stats.latencies.count() == 0
            ? ""
            : "  p50 "
                + millis(stats.latencies.percentile(50))
                + "  p99 "
                + millis(stats.latencies.percentile(99));
    String malformed =
        stats.malformed == 0 ? "" : String.format(Locale.ROOT, "  %,d malformed", stats.malformed);
    return String.format(
        Locale.ROOT,
        "%s  %,d requests  %,.1f/s  %,.1f kB/s  %s 5xx%s%s\n",
        end.toString().replaceFirst("\\.\\d+Z$", "Z"),
        stats.requests,
        stats.requests / seconds,
        stats.bytes / 1e3 / seconds,
        percent(stats.classes[5], stats.requests),
        latency,
        malformed);
  }

  /** How much was read, and how fast. */
  static String progress(Stats stats, long nanos) {
    return String.format(
        Locale.ROOT,
        "%,d lines, %,.1f MB in %.2f s",
        stats.lines,
        stats.bytesRead / 1e6,
        nanos / 1e9);
  }

  private static String minute(long minute, Stats.Minute stats) {
    return String.format(
        Locale.ROOT,
        "%s %,9d requests %,9.1f/s %,12.1f kB %8s 5xx",
        Instant.ofEpochSecond(minute * 60).toString().replace(":00Z", "Z"),
        stats.requests,
        stats.requests / 60.0,
        stats.bytes / 1e3,
        percent(stats.failures, stats.requests));
  }

  private static String classes(Stats stats) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < stats.classes.length; i++) {
      text.append(String.format(Locale.ROOT, " %dxx %,d ", i, stats.classes[i]));
    }
    return text.toString().stripTrailing();
  }

  private static String percentiles(Latencies latencies) {
    return String.format(
        Locale.ROOT,
        " p50 %s  p90 %s  p99 %s  max %s",
        millis(latencies.percentile(50)),
        millis(latencies.percentile(90)),
        millis(latencies.percentile(99)),
        millis(latencies.max()));
  }

  private static String millis(long micros) {
    return String.format(Locale.ROOT, "%,.3f ms", micros / 1e3);
  }

  private static String percent(long part, long whole) {
    return String.format(Locale.ROOT, "%.1f %%", whole == 0 ? 0 : 100.0 * part / whole);
  }

  /** What somebody else has written, so that it can neither move the cursor nor fill the page. */
  private static String shown(String text) {
    String printable = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "\ufffd");
    int length = printable.codePointCount(0, printable.length());
    return length <= SHOWN_CHARACTERS
        ? printable
        : printable.substring(0, printable.offsetByCodePoints(0, SHOWN_CHARACTERS)) + "...";
  }
}
