// SPDX-License-Identifier: Apache-2.0
package csp.samples.pipe;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The end of a {@link MemoryPipe} that is read from, as a stream. */
final class ReadEnd extends InputStream {
  private final MemoryPipe pipe;

  ReadEnd(MemoryPipe pipe) {
    this.pipe = pipe;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return pipe.read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    return pipe.read(bytes, offset, length);
  }

  @Override
  public int available() {
    return pipe.available();
  }

  /** Writes fail from now on. Does nothing if it is closed. */
  @Override
  public void close() {
    pipe.closeReading(null);
  }

  /** Writes fail with {@code error}. Does nothing if it is closed. */
  void close(IOException error) {
    pipe.closeReading(error);
  }
}
