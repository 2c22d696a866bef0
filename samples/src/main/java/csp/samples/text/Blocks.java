// SPDX-License-Identifier: Apache-2.0
package csp.samples.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text in blocks that begin and end at borders, so that no word, or line, is in two of
 * them. Holds one block at a time, however long the text is.
 *
 * <p>What has no border within a block is too long: of that only the first block is delivered, and
 * the rest, up to the next border, is left out. For one thread.
 */
public final class Blocks {
  /*
   * One step, where | are borders:      aaa|bbb|cc         a block as it was read
   *                                     aaa|bbb|           is delivered
   *                                             cc         is kept, and begins the next one
   *
   * Each block has an array of its own, for whoever gets it may keep it.
   */

  private final ReadableByteChannel text;
  private final Border border;
  private final int size;
  private final LongConsumer progress;
  private byte[] kept = {};
  private boolean tooLong; // what is read now, up to a border, is left out
  private boolean ended;

  /** Reads {@code text}, and tells {@code progress} how many bytes each read has got. */
  public Blocks(ReadableByteChannel text, Border border, int size, LongConsumer progress) {
    this.text = text;
    this.border = border;
    this.size = size;
    this.progress = progress;
  }

  /** Leaves out what comes before the first border: reading begins in the middle of something. */
  public void skipToBorder() {
    tooLong = true;
  }

  /** {@return the next block, which is not empty; null at the end} */
  public @Nullable Block next() throws IOException {
    while (!ended) {
      byte[] bytes = new byte[size];
      System.arraycopy(kept, 0, bytes, 0, kept.length);
      int length = fill(bytes, kept.length);
      ended = length < size;
      Block block = whole(bytes, length);
      if (block != null) {
        return block;
      }
    }
    return null;
  }

  /**
   * {@return the next block of a text that may grow, up to the last border that is there now; null
   * if there is none} It is {@link #next} that delivers what is behind the last border.
   */
  public @Nullable Block nextSoFar() throws IOException {
    byte[] bytes = new byte[size];
    System.arraycopy(kept, 0, bytes, 0, kept.length);
    return whole(bytes, fill(bytes, kept.length));
  }

  /** Cuts a block off what was read and keeps the rest; null if there is none yet. */
  private @Nullable Block whole(byte[] bytes, int length) {
    int from = 0;
    if (tooLong) {
      from = border.first(bytes, 0, length);
      if (from < 0) {
        keep(bytes, ~from, length);
        return null;
      }
      tooLong = false;
    }
    if (ended) {
      return from < length ? new Block(bytes, from, length) : null;
    }
    int to = border.last(bytes, from, length);
    if (to < 0 && (from > 0 || length < size)) {
      keep(bytes, from, length); // it may fit if it begins the next block
      return null;
    }
    tooLong = to < 0;
    to = to < 0 ? ~to : to;
    keep(bytes, to, length);
    return new Block(bytes, from, to);
  }

  private void keep(byte[] bytes, int from, int to) {
    kept = Arrays.copyOfRange(bytes, from, to);
  }

  /** Reads until {@code bytes} are full, or the text ends; returns how many there are then. */
  private int fill(byte[] bytes, int from) throws IOException {
    ByteBuffer room = ByteBuffer.wrap(bytes).position(from);
    while (room.hasRemaining()) {
      int count = text.read(room);
      if (count < 0) {
        break;
      }
      progress.accept(count);
    }
    return room.position();
  }
}
