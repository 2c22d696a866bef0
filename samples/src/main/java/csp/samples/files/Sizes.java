// SPDX-License-Identifier: Apache-2.0
package csp.samples.files;

/** Adds up the sizes of files. */
public final class Sizes implements Walk.Visitor {
  private long bytes;

  /** Of none yet. */
  public Sizes() {}

  @Override
  public void file(Found file) {
    bytes += file.size();
  }

  @Override
  public void failure(Failure failure) {}

  /** {@return what they add up to} */
  public long bytes() {
    return bytes;
  }
}
