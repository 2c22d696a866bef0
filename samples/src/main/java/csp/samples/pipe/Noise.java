// SPDX-License-Identifier: Apache-2.0
package csp.samples.pipe;

import java.io.InputStream;
import java.util.Objects;
import java.util.SplittableRandom;

/** So many bytes that look random and are the same each time, however they are read. */
final class Noise extends InputStream {
  private final SplittableRandom random = new SplittableRandom(1);
  private final byte[] block = new byte[64 * 1024];
  private int used = block.length;
  private long left;

  Noise(long bytes) {
    left = bytes;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    if (left == 0) {
      return -1;
    }
    if (used == block.length) {
      random.nextBytes(block);
      used = 0;
    }
    int count = (int) Math.min(Math.min(length, block.length - used), left);
    System.arraycopy(block, used, bytes, offset, count);
    used += count;
    left -= count;
    return count;
  }
}
