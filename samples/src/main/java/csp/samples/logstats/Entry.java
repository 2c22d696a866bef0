// SPDX-License-Identifier: Apache-2.0
package csp.samples.logstats;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/**
 * A line of an access log in the Combined Log Format, with or without the microseconds that the
 * request took behind it, as Apache's {@code %D} has them:
 *
 * <pre>
 * 192.0.2.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /a?b=c HTTP/1.0" 200 2326 "-" "agent" 1234
 * </pre>
 *
 * @param second when it came, since 1970, whatever the zone in the log
 * @param path what was asked for, without the query; "-" if the request is not one of HTTP
 * @param status of the response
 * @param bytes of the response; 0 where the log has "-"
 * @param micros how long it took; {@link #UNKNOWN} if that is not said
 */
record Entry(long second, String path, int status, long bytes, long micros) {
  /** Where the log does not say how long it took. */
  static final long UNKNOWN = -1;

  /** The entry in a line without its end; null if it is malformed. */
  static @Nullable Entry parse(byte[] bytes, int from, int to) {
    Cursor line = new Cursor(new String(bytes, from, to - from, UTF_8));
    try {
      line.word();
      line.word();
      line.user();
      long second = line.time();
      String request = line.quoted();
      long status = line.number(' ');
      long size = line.numberOrDash();
      line.quoted();
      line.quoted();
      long micros = line.isAtEnd() ? UNKNOWN : line.number(Cursor.END);
      return status >= 100 && status <= 599
          ? new Entry(second, path(request), (int) status, size, micros)
          : null;
    } catch (Cursor.Malformed e) {
      return null;
    }
  }

  private static String path(String request) {
    int begin = request.indexOf(' ') + 1;
    int space = request.indexOf(' ', begin);
    int end = space < 0 ? request.length() : space;
    if (begin == 0 || begin == end) {
      return "-";
    }
    int query = request.indexOf('?', begin);
    return request.substring(begin, query < 0 || query > end ? end : query);
  }
}
