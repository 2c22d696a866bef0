// SPDX-License-Identifier: Apache-2.0
package csp.samples.pipe;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/** The end of a {@link MemoryPipe} that is written to, as a stream. */
final class WriteEnd extends OutputStream {
  private final MemoryPipe pipe;

  WriteEnd(MemoryPipe pipe) {
    this.pipe = pipe;
  }

  @Override
  public void write(int b) throws IOException {
    pipe.write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    pipe.write(bytes, offset, length);
  }

  /** Reads get the end of the stream. Does nothing if it is closed. */
  @Override
  public void close() {
    pipe.closeWriting(null);
  }

  /** Reads get {@code error}. Does nothing if it is closed. */
  void close(IOException error) {
    pipe.closeWriting(error);
  }
}
