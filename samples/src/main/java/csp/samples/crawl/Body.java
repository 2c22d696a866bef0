// SPDX-License-Identifier: Apache-2.0
package csp.samples.crawl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** The body of an answer: how long it is, and so much of it as links are looked for in. */
final class Body {
  /** How many bytes are kept. */
  static final int KEPT = 1 << 20;

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final boolean html;
  private long bytes;

  /** An empty body, of which nothing need be kept unless it is {@code html}. */
  Body(boolean html) {
    this.html = html;
  }

  void add(byte[] part) {
    bytes += part.length;
    if (html) {
      kept.write(part, 0, Math.min(part.length, KEPT - kept.size()));
    }
  }

  long bytes() {
    return bytes;
  }

  /** The text that was kept; empty if it is no HTML. */
  String text() {
    return kept.toString(UTF_8);
  }
}
