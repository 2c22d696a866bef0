// SPDX-License-Identifier: Apache-2.0
package csp.programs;

/** How large the programs are. */
final class Scale {
  private static final int FACTOR = Integer.getInteger("csp.programs.scale", 1);

  private Scale() {}

  /** {@code small}, or as many times that as {@code -Dcsp.programs.scale} says. */
  static int of(int small) {
    return Math.multiplyExact(small, FACTOR);
  }
}
