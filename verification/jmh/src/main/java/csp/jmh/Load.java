// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.util.List;

/**
 * How elements come while their latency is measured.
 *
 * @param name in the table
 * @param capacity of the channel
 * @param gapNanos from the start of one send to the next; 0 is as fast as possible
 * @param elements of one round, which takes about a second at most on a machine at rest
 * @param libraries who has such a channel
 */
record Load(String name, int capacity, long gapNanos, int elements, List<Channels> libraries) {
  private static final List<Channels> UNBUFFERED =
      List.of(Channels.CSP, Channels.SQ, Channels.LTQ, Channels.JOX);
  private static final List<Channels> BUFFERED = List.of(Channels.CSP, Channels.ABQ, Channels.JOX);

  /** All there are, in the order of the page. */
  static final List<Load> ALL =
      List.of(
          new Load("light,0", 0, 50_000, 20_000, UNBUFFERED),
          new Load("light,16", 16, 50_000, 20_000, BUFFERED),
          new Load("lone,1024", 1024, 1_000_000, 1_000, BUFFERED),
          new Load("heavy,0", 0, 0, 200_000, UNBUFFERED),
          new Load("heavy,16", 16, 0, 200_000, BUFFERED));

  /** The load of that name. */
  static Load named(String name) {
    return ALL.stream().filter(load -> load.name.equals(name)).findFirst().orElseThrow();
  }

  /** Whether an element is alone in a buffer: it must not wait for the next. */
  boolean isLone() {
    return name.startsWith("lone");
  }
}
