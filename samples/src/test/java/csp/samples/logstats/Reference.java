// SPDX-License-Identifier: Apache-2.0
package csp.samples.logstats;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What logstats should find, by one thread, a regular expression, the JDK's dates, and maps. */
final class Reference {
  private static final Pattern LINE =
      Pattern.compile(
          "\\S+ \\S+ \\S+ \\[([^]]+)] \"\\S+ ([^ ?]*)\\S* \\S+\" (\\d)\\d\\d (\\d+|-)"
              + " \"[^\"]*\" \"(?:[^\"\\\\]|\\\\.)*\" (\\d+)");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss xx", Locale.ENGLISH);

  final Map<Instant, long[]> minutes = new TreeMap<>(); // requests, bytes, failures
  final Map<Integer, Long> classes = new TreeMap<>();
  final Map<String, Long> paths = new TreeMap<>();
  final List<Long> micros = new ArrayList<>();
  long requests;
  long bytes;

  Reference(List<String> lines) {
    for (String line : lines) {
      Matcher fields = LINE.matcher(line);
      if (fields.matches()) {
        add(fields);
      }
    }
    Collections.sort(micros);
  }

  private void add(Matcher fields) {
    Instant time = OffsetDateTime.parse(fields.group(1), TIME).toInstant();
    int statusClass = Integer.parseInt(fields.group(3));
    long size = fields.group(4).equals("-") ? 0 : Long.parseLong(fields.group(4));
    long[] minute = minutes.computeIfAbsent(time.truncatedTo(ChronoUnit.MINUTES), _ -> new long[3]);
    minute[0]++;
    minute[1] += size;
    minute[2] += statusClass == 5 ? 1 : 0;
    classes.merge(statusClass, 1L, Long::sum);
    paths.merge(fields.group(2), 1L, Long::sum);
    micros.add(Long.parseLong(fields.group(5)));
    requests++;
    bytes += size;
  }

  /** The lines for the minutes. */
  List<String> minuteLines() {
    List<String> lines = new ArrayList<>();
    minutes.forEach((minute, sums) ->
        lines.add(
            String.format(
                Locale.ROOT,
                "%s %,9d requests %,9.1f/s %,12.1f kB %8s 5xx",
                minute.toString().substring(0, 16) + "Z",
                sums[0],
                sums[0] / 60.0,
                sums[1] / 1000.0,
                String.format(Locale.ROOT, "%.1f %%", sums[2] * 100.0 / sums[0]))));
    return lines;
  }

  /** The lines for the most frequent paths. */
  List<String> pathLines(int count) {
    return paths.entrySet().stream() // in the order of the paths, and sorting keeps it
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(count)
        .map(path -> String.format(Locale.ROOT, "%9d %s", path.getValue(), path.getKey()))
        .toList();
  }

  /** The least latency that {@code percent} of all are not above. */
  long percentile(int percent) {
    return micros.get((micros.size() * percent + 99) / 100 - 1);
  }
}
