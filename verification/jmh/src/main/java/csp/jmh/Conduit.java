// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import org.jspecify.annotations.Nullable;

/**
 * What the workloads need of a channel or queue; {@link Channels} has an implementation for each.
 */
interface Conduit {
  /** Passes {@code element} on, waiting for room or for the receiver. */
  void put(Integer element) throws InterruptedException;

  /** Takes the oldest element, waiting for one. */
  Integer take() throws InterruptedException;

  /** Takes an element if there is one at once. Returns what the library itself answers. */
  @Nullable Object tryTake() throws InterruptedException;
}
