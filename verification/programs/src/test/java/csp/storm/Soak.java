// SPDX-License-Identifier: Apache-2.0
package csp.storm;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * A storm for long in a small heap: {@code verification/soak}. Prints at intervals what is left
 * after a collection, and exits with 1 if that grows.
 *
 * <p>The first quarter of the time is for warming up; the last is held against the second.
 */
/*
 * Faults that make it fail: a stopped timer that stays in the wheel, within 60 seconds on a busy machine, and the
 * place of a child that stays with its parent, within 190 (the heap grows); a receiver that stays queued after it gave up, in the first round (the books of the ground).
 */
final class Soak {
  private static final long ROUND = 250_000; // calls
  private static final int SAMPLES = 60;
  private static final long SLACK = 512 << 10; // bytes of heap, besides five per cent
  private static final int THREADS = 2; // more of them are no growth: carriers come and go
  private static final String ROW = "%8s %15s %10s %10s %8s%n";

  /**
   * What was seen at one time.
   *
   * @param seconds since the start
   * @param calls made so far
   * @param heap bytes used after a collection
   * @param resident kilobytes of the process in memory; 0 where that is not to be had
   * @param threads platform threads
   */
  private record Sample(long seconds, long calls, long heap, long resident, int threads) {}

  private Soak() {}

  /** Runs for as many seconds as the argument says. */
  public static void main(String[] arguments) throws IOException {
    long seconds = Long.parseLong(arguments[0]);
    long seed = Storm.seed();
    System.out.printf("soak: %d s, seed %d%n", seconds, seed);
    System.out.printf(ROW, "seconds", "operations", "heap KiB", "RSS KiB", "threads");
    try {
      judge(samples(new Storm(seed, Soak::districts), seconds));
    } catch (AssertionError failure) {
      failure.printStackTrace();
      System.exit(1); // threads may hang
    }
    System.out.println("soak: nothing grows");
  }

  /** The town with some more who do what leaks most easily. */
  private static List<District> districts(Town town) {
    List<District> districts = new ArrayList<>(town.districts());
    districts.add(new TownHall(town.ground(), 4));
    return districts;
  }

  private static List<Sample> samples(Storm storm, long seconds) throws IOException {
    List<Sample> samples = new ArrayList<>();
    long start = System.nanoTime();
    long calls = 0;
    double elapsed = 0;
    while (elapsed < seconds) {
      calls += storm.round(ROUND);
      elapsed = (System.nanoTime() - start) / 1e9;
      if (elapsed >= (samples.size() + 1) * (double) seconds / SAMPLES) {
        Sample sample = sample((long) elapsed, calls);
        samples.add(sample);
        System.out.printf(
            Locale.ROOT,
            ROW,
            sample.seconds,
            String.format(Locale.ROOT, "%,d", sample.calls),
            sample.heap >> 10,
            sample.resident,
            sample.threads);
      }
    }
    return samples;
  }

  private static Sample sample(long seconds, long calls) throws IOException {
    for (int i = 0; i < 3; i++) {
      System.gc(); // more than once: pools give up what is in them at the second
    }
    Runtime runtime = Runtime.getRuntime();
    return new Sample(
        seconds,
        calls,
        runtime.totalMemory() - runtime.freeMemory(),
        resident(),
        ManagementFactory.getThreadMXBean().getThreadCount());
  }

  private static long resident() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }

  private static void judge(List<Sample> samples) {
    int quarter = samples.size() / 4;
    if (quarter == 0) {
      throw new AssertionError("only " + samples.size() + " samples: too few to compare");
    }
    List<Sample> second = samples.subList(quarter, 2 * quarter);
    List<Sample> last = samples.subList(samples.size() - quarter, samples.size());
    long heapBefore = median(second, Sample::heap);
    long heapAfter = median(last, Sample::heap);
    long threadsBefore = median(second, Sample::threads);
    long threadsAfter = median(last, Sample::threads);
    System.out.printf(
        Locale.ROOT,
        "median of the second and of the last quarter: heap %,d and %,d KiB, RSS %,d and %,d KiB,"
            + " threads %d and %d%n",
        heapBefore >> 10,
        heapAfter >> 10,
        median(second, Sample::resident),
        median(last, Sample::resident),
        threadsBefore,
        threadsAfter);
    if (heapAfter > heapBefore + heapBefore / 20 + SLACK) {
      throw new AssertionError("the heap grows");
    }
    if (threadsAfter > threadsBefore + THREADS) {
      throw new AssertionError("there are more and more threads");
    }
  }

  private static long median(List<Sample> samples, ToLongFunction<Sample> value) {
    long[] sorted = samples.stream().mapToLong(value).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
