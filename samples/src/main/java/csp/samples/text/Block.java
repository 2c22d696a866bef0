// SPDX-License-Identifier: Apache-2.0
package csp.samples.text;

/**
 * A part of a text, from one border to another. Nobody changes the bytes any more.
 *
 * @param bytes where it is
 * @param from where it begins
 * @param to where it ends, and the rest begins
 */
@SuppressWarnings("ArrayRecordComponent") // it is passed on, and never compared
public record Block(byte[] bytes, int from, int to) {
  /** {@return how many bytes it has} */
  public int size() {
    return to - from;
  }
}
