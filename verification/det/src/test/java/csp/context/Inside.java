// SPDX-License-Identifier: Apache-2.0
package csp.context;

/** What only this package sees of its classes, for the scenarios. */
public final class Inside {
  private Inside() {}

  /** How many children {@code context} has, and links that they left behind. */
  public static int links(Context context) {
    return ((CancelContext) context).links();
  }
}
