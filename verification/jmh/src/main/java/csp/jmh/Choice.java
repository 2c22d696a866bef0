// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

/**
 * What the select workloads need; {@link Channels} and {@link Choices} have the implementations.
 */
interface Choice {
  /** Takes an element from one of several channels, waiting until one has one. */
  Integer take() throws InterruptedException;
}
