// SPDX-License-Identifier: Apache-2.0
package csp.storm;

/** What has to be the same, and is said with both numbers when it is not. */
final class Books {
  private Books() {}

  static void same(String what, long expected, long actual) {
    if (expected != actual) {
      throw new AssertionError(what + ": expected " + expected + ", was " + actual);
    }
  }
}
