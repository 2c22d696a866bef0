// SPDX-License-Identifier: Apache-2.0
package csp.samples;

/** Reads an argument that counts something. */
public final class AtLeastOne extends AtLeast {
  /** For picocli. */
  public AtLeastOne() {
    super(1);
  }
}
