// SPDX-License-Identifier: Apache-2.0
package csp.samples.wordcount;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What wordcount should find, by one thread, a regular expression and a map. */
final class Reference {
  private static final Pattern RUN = Pattern.compile("[\\p{L}\\p{Nd}\\p{M}'\u2019]+");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{Nd}].*", Pattern.DOTALL);

  private Reference() {}

  static Map<String, Long> count(byte[] text, boolean ignoreCase, int minLength) {
    Map<String, Long> counts = new HashMap<>();
    Matcher runs = RUN.matcher(new String(text, UTF_8));
    while (runs.find()) {
      String run = runs.group();
      Matcher begin = WORD.matcher(run);
      if (run.getBytes(UTF_8).length <= 4096 && begin.find()) {
        String word = begin.group().replaceAll("['\u2019]+$", "").replace('\u2019', '\'');
        if (word.codePointCount(0, word.length()) >= minLength) {
          counts.merge(ignoreCase ? word.toLowerCase(Locale.ROOT) : word, 1L, Long::sum);
        }
      }
    }
    return counts;
  }

  /** The lines that wordcount prints. */
  static String top(Map<String, Long> counts, int count) {
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(
                    (Map.Entry<String, Long> entry) -> entry.getKey().getBytes(UTF_8),
                    (Comparator<byte[]>) Arrays::compareUnsigned))
        .limit(count)
        .map(entry -> String.format(Locale.ROOT, "%7d %s\n", entry.getValue(), entry.getKey()))
        .collect(Collectors.joining());
  }
}
