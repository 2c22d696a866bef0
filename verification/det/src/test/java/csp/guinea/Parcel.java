// SPDX-License-Identifier: Apache-2.0
package csp.guinea;

/**
 * An element that a user makes, passes on, and looks into: its field is plain, so the race detector
 * says whether passing it on is an edge.
 */
public final class Parcel {
  private int content;

  /** Packs {@code content}. */
  public static Parcel of(int content) {
    Parcel parcel = new Parcel();
    parcel.content = content;
    return parcel;
  }

  /** Looks into it. */
  public int open() {
    return content;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Parcel parcel && parcel.content == content;
  }

  @Override
  public int hashCode() {
    return content;
  }
}
