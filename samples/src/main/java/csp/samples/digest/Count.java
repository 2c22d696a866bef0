// SPDX-License-Identifier: Apache-2.0
package csp.samples.digest;

/** Adds up the sizes of files. */
final class Count implements Walk.Visitor {
  private long bytes;

  @Override
  public void file(Found file) {
    bytes += file.size();
  }

  @Override
  public void failure(Result failure) {}

  long bytes() {
    return bytes;
  }
}
