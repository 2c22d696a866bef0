// SPDX-License-Identifier: Apache-2.0
package csp.samples.logstats;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;

/**
 * Makes up an access log: the same lines for the same seed, on any machine, for {@link Random} and
 * {@link StrictMath} promise that. Requests come at random, so many a second on the average; some
 * paths are frequent and most are not; most responses are quick and some take very long.
 */
final class Requests {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final int PATHS = 2000;
  private static final String[] SECTIONS = {"blog", "docs", "img", "api/v1", "shop/items", "news"};
  private static final String[] AGENTS = {
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)",
    "curl/8.14.1",
    "a \\\"quoted\\\" robot/1.0"
  };
  private static final int[] STATUSES = {200, 200, 200, 200, 200, 200, 204, 301, 304, 404};

  private final Random random;
  private final double rate;
  private double seconds; // since START

  /** Made from {@code seed}, {@code rate} of them a second. */
  Requests(long seed, double rate) {
    this.random = new Random(seed);
    this.rate = rate;
  }

  /** The next line, without its end. */
  String next() {
    seconds -= StrictMath.log(1 - random.nextDouble()) / rate;
    int status = random.nextInt(200) == 0 ? 503 : pick(STATUSES);
    String bytes = status == 204 || status == 304 ? "-" : Long.toString(skewed(8.5, 1.3));
    String query = random.nextInt(5) == 0 ? "?page=" + random.nextInt(50) : "";
    return "10."
        + random.nextInt(4)
        + '.'
        + random.nextInt(256)
        + '.'
        + random.nextInt(256)
        + (random.nextInt(20) == 0 ? " - frank [" : " - - [")
        + TIME.format(START.plusSeconds((long) seconds))
        + "] \""
        + (random.nextInt(8) == 0 ? "POST " : "GET ")
        + path()
        + query
        + " HTTP/1.1\" "
        + status
        + ' '
        + bytes
        + (random.nextBoolean() ? " \"-\" \"" : " \"https://example.org/\" \"")
        + AGENTS[random.nextInt(AGENTS.length)]
        + "\" "
        + skewed(status == 503 ? 14 : 8.5, 1);
  }

  private String path() {
    double skewed = random.nextDouble();
    int page = (int) (PATHS * skewed * skewed * skewed);
    return page == 0 ? "/" : "/" + SECTIONS[page % SECTIONS.length] + '/' + page;
  }

  /** Around {@code e^mean}, far more often a little below than far above. */
  private long skewed(double mean, double deviation) {
    return (long) StrictMath.exp(mean + deviation * random.nextGaussian());
  }

  private int pick(int[] choices) {
    return choices[random.nextInt(choices.length)];
  }
}
