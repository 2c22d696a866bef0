// SPDX-License-Identifier: Apache-2.0

/**
 * Channels, timers and goroutines.
 *
 * <p>The packages under {@code csp.internal} are how they wait. They are open to the sibling
 * modules that must reach them, and to nobody else.
 */
@org.jspecify.annotations.NullMarked
module csp.core {
  requires com.lmax.disruptor;
  requires org.agrona;
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports csp;
  exports csp.juc;
  exports csp.internal.channel to
      csp.select;
  exports csp.internal.park to
      csp.select,
      csp.sync;
}
