// SPDX-License-Identifier: Apache-2.0
package csp.samples.digest;

import csp.samples.files.Disk;
import csp.samples.files.Failure;
import csp.samples.files.Found;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/** Hashes files one after the other, through one buffer: a file of any size needs no more. */
final class Hasher {
  private final MessageDigest sha256 = sha256();
  private final ByteBuffer buffer = ByteBuffer.allocate(128 * 1024);
  private final Disk disk;
  private final LongConsumer progress;

  /** Opens with {@code disk}, and tells {@code progress} how many bytes each read has got. */
  Hasher(Disk disk, LongConsumer progress) {
    this.disk = disk;
    this.progress = progress;
  }

  /**
   * Hashes one file. A failure to read it is a result, too.
   *
   * @throws InterruptedException if interrupted; then there is no result
   */
  Result hash(Found file) throws InterruptedException {
    sha256.reset();
    try (SeekableByteChannel content = disk.open(file.path())) {
      long size = content.size();
      long bytes = read(content);
      long sizeThen = content.size();
      if (sizeThen != size) {
        String why = "has changed while read, from " + size + " to " + sizeThen + " bytes";
        return new Result.Failed(new Failure(file.name(), why));
      }
      return new Result.Hashed(file.name(), HexFormat.of().formatHex(sha256.digest()), bytes);
    } catch (ClosedByInterruptException e) {
      throw new InterruptedException();
    } catch (IOException failure) {
      return new Result.Failed(Failure.of(file.name(), failure));
    }
  }

  private long read(SeekableByteChannel content) throws IOException {
    long bytes = 0;
    while (content.read(buffer.clear()) >= 0) {
      int read = buffer.flip().remaining();
      sha256.update(buffer);
      bytes += read;
      progress.accept(read);
    }
    return bytes;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
