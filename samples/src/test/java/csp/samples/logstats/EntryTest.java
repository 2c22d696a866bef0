// SPDX-License-Identifier: Apache-2.0
package csp.samples.logstats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryTest {
  private static final String BEFORE = "192.0.2.1 - frank [10/Oct/2000:13:55:36 -0700] ";
  private static final String AFTER = " 200 2326 \"http://ref/\" \"Mozilla/4.08 [en]\"";

  @Test
  void readsAllFields() {
    assertThat(parse(BEFORE + "\"GET /a.gif HTTP/1.0\"" + AFTER + " 1234"))
        .isEqualTo(
            new Entry(
                Instant.parse("2000-10-10T20:55:36Z").getEpochSecond(), "/a.gif", 200, 2326, 1234));
  }

  @Test
  void latencyMayBeMissing() {
    assertThat(parse(BEFORE + "\"GET / HTTP/1.0\"" + AFTER))
        .isNotNull()
        .extracting(Entry::micros)
        .isEqualTo(Entry.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "01/Jan/1970:00:00:00 +0000, 1970-01-01T00:00:00Z",
    "29/Feb/2024:23:59:59 +0000, 2024-02-29T23:59:59Z",
    "31/Dec/2025:23:30:00 -0130, 2026-01-01T01:00:00Z",
    "01/Mar/2026:05:30:00 +0545, 2026-02-28T23:45:00Z",
    "31/Dec/2016:23:59:60 +0000, 2017-01-01T00:00:00Z"
  })
  void timeIsThatOfItsZone(String time, String expected) {
    assertThat(parse("h - - [" + time + "] \"GET / HTTP/1.0\"" + AFTER))
        .isNotNull()
        .extracting(entry -> Instant.ofEpochSecond(entry.second()).toString())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /a/b?c=d?e HTTP/1.1 | /a/b",
        "GET /a/b                | /a/b",
        "GET /a?b                | /a",
        "GET /a HTTP/1.1?        | /a",
        "GET ?x HTTP/1.1         | ''",
        "OPTIONS * HTTP/1.0      | *",
        "GET /\\\"quoted\\\"\\\\ HTTP/1.1 | /\\\"quoted\\\"\\\\",
        "GET /\u00e4 HTTP/1.1    | /\u00e4",
        "-                       | -",
        "'GET '                  | -",
        "''                      | -",
        "\\x16\\x03\\x01         | -"
      })
  void pathIsThatOfTheRequestWithoutItsQuery(String request, String path) {
    assertThat(parse(BEFORE + '"' + request + '"' + AFTER))
        .isNotNull()
        .extracting(Entry::path)
        .isEqualTo(path);
  }

  @Test
  void dashForBytesIsNoneAndAUserMayHaveSpaces() {
    Entry entry =
        parse("::1 - a b [10/Oct/2000:13:55:36 +0000] \"HEAD / HTTP/1.0\" 304 - \"\" \"\" 0");
    assertThat(entry).isNotNull().extracting(Entry::bytes).isEqualTo(0L);
    assertThat(entry).extracting(Entry::micros).isEqualTo(0L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "h",
        "h - - [",
        "h - -[10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.0\" 200 1 \"-\" \"-\"",
        "h -  [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.0\" 200 1 \"-\" \"-\"",
        "h - - [10/Okt/2000:13:55:36 +0000] \"GET / HTTP/1.0\" 200 1 \"-\" \"-\"",
        "h - - [10/anF/2000:13:55:36 +0000] \"GET / HTTP/1.0\" 200 1 \"-\" \"-\"",
        "h - - [30/Feb/2000:13:55:36 +0000] \"GET / HTTP/1.0\" 200 1 \"-\" \"-\"",
        "h - - [00/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.0\" 200 1 \"-\" \"-\"",
        "h - - [10/Oct/2000:24:55:36 +0000] \"GET / HTTP/1.0\" 200 1 \"-\" \"-\"",
        "h - - [10/Oct/2000:13:60:36 +0000] \"GET / HTTP/1.0\" 200 1 \"-\" \"-\"",
        "h - - [10/Oct/2000:13:55:36 0000] \"GET / HTTP/1.0\" 200 1 \"-\" \"-\"",
        "h - - [10/Oct/2000:13:55:36 +0000 \"GET / HTTP/1.0\" 200 1 \"-\" \"-\"",
        "h - - [10/Oct/2000:13:55:36 +0000] GET / HTTP/1.0 200 1 \"-\" \"-\"",
        "h - - [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.0",
        "h - - [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.0\\",
        "h - - [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.0\" 99 1 \"-\" \"-\"",
        "h - - [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.0\" 600 1 \"-\" \"-\"",
        "h - - [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.0\" 4294967496 1 \"-\" \"-\"",
        "h - - [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.0\" - 1 \"-\" \"-\"",
        "h - - [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.0\" 200 -1 \"-\" \"-\"",
        "h - - [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.0\" 200 9999999999999999999 \"-\" \"-\"",
        "h - - [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.0\" 200 1",
        "h - - [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.0\" 200 1 \"-\"",
        "h - - [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.0\" 200 1 \"-\" \"-\" ",
        "h - - [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.0\" 200 1 \"-\" \"-\" x",
        "h - - [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.0\" 200 1 \"-\" \"-\" 1.5",
        "h - - [10/Oct/2000:13:55:36 +0000] \"GET / HTTP/1.0\" 200 1 \"-\" \"-\" 1 2"
      })
  void whatIsNoneIsNoEntry(String line) {
    assertThat(parse(line)).isNull();
  }

  /** Fails if a field is read beyond the end of the line. */
  @Test
  void noBeginningOfALineIsAnEntryAndNoneThrows() {
    String line = BEFORE + "\"GET / HTTP/1.0\"" + AFTER;
    for (int length = 0; length < line.length(); length++) {
      assertThat(parse(line.substring(0, length))).isNull();
    }
  }

  private static Entry parse(String line) {
    byte[] bytes = ('x' + line + " x").getBytes(UTF_8);
    return Entry.parse(bytes, 1, bytes.length - 2);
  }
}
