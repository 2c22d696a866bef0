// SPDX-License-Identifier: Apache-2.0
package csp.samples.logstats;

import static java.nio.charset.StandardCharsets.UTF_8;

import csp.samples.text.Block;
import csp.samples.text.Border;
import csp.samples.text.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is known of the lines of a log, or of a part of it. For one thread at a time. */
final class Stats {
  /** How many malformed lines are kept to be shown. */
  static final int SHOWN = 5;

  /** How much of each. */
  private static final int SHOWN_BYTES = 400;

  /** What came in a minute. */
  static final class Minute {
    long requests;
    long bytes;
    long failures; // with a status of 5xx

    private void addAll(Minute other) {
      requests += other.requests;
      bytes += other.bytes;
      failures += other.failures;
    }
  }

  /** A malformed line, and the how manieth of all lines it is, from 1 on. */
  record Malformed(long number, String text) {}

  final SortedMap<Long, Minute> minutes = new TreeMap<>(); // by the minutes since 1970
  final long[] classes = new long[6]; // by the first digit of the status
  final Latencies latencies = new Latencies();
  final Tally paths = new Tally();
  final List<Malformed> firstMalformed = new ArrayList<>();
  long lines;
  long requests;
  long malformed;
  long bytes; // of the responses
  long bytesRead; // of the log
  long firstSecond = Long.MAX_VALUE; // of any request
  long lastSecond = Long.MIN_VALUE;

  /** Of the lines of {@code block}. */
  static Stats of(Block block) {
    Stats stats = new Stats();
    stats.bytesRead = block.size();
    byte[] bytes = block.bytes();
    int begin = block.from();
    while (begin < block.to()) {
      int next = Border.LINES.first(bytes, begin, block.to());
      int behind = next < 0 ? ~next : next;
      stats.add(bytes, begin, endOf(bytes, begin, behind));
      begin = behind;
    }
    return stats;
  }

  /** Adds those of a part that comes behind this one. */
  void addAll(Stats other) {
    for (Malformed line : other.firstMalformed) {
      if (firstMalformed.size() < SHOWN) {
        firstMalformed.add(new Malformed(lines + line.number(), line.text()));
      }
    }
    other.minutes.forEach((minute, that) -> minute(minute).addAll(that));
    for (int i = 0; i < classes.length; i++) {
      classes[i] += other.classes[i];
    }
    latencies.addAll(other.latencies);
    paths.addAll(other.paths);
    lines += other.lines;
    requests += other.requests;
    malformed += other.malformed;
    bytes += other.bytes;
    bytesRead += other.bytesRead;
    firstSecond = Math.min(firstSecond, other.firstSecond);
    lastSecond = Math.max(lastSecond, other.lastSecond);
  }

  private void add(byte[] line, int from, int to) {
    lines++;
    Entry entry = Entry.parse(line, from, to);
    if (entry == null) {
      malformed++;
      if (firstMalformed.size() < SHOWN) {
        int length = Math.min(to - from, SHOWN_BYTES);
        firstMalformed.add(new Malformed(lines, new String(line, from, length, UTF_8)));
      }
      return;
    }
    requests++;
    bytes += entry.bytes();
    classes[entry.status() / 100]++;
    paths.add(entry.path());
    firstSecond = Math.min(firstSecond, entry.second());
    lastSecond = Math.max(lastSecond, entry.second());
    if (entry.micros() != Entry.UNKNOWN) {
      latencies.add(entry.micros());
    }
    Minute minute = minute(Math.floorDiv(entry.second(), 60));
    minute.requests++;
    minute.bytes += entry.bytes();
    minute.failures += entry.status() >= 500 ? 1 : 0;
  }

  private Minute minute(long minute) {
    return minutes.computeIfAbsent(minute, _ -> new Minute());
  }

  /** Where the line ends that the text behind comes after: without a line feed, or both. */
  private static int endOf(byte[] bytes, int begin, int behind) {
    int end = behind;
    if (end > begin && bytes[end - 1] == '\n') {
      end--;
    }
    if (end > begin && bytes[end - 1] == '\r') {
      end--;
    }
    return end;
  }
}
