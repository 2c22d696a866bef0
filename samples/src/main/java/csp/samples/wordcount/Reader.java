// SPDX-License-Identifier: Apache-2.0
package csp.samples.wordcount;

import csp.SendChannel;
import csp.samples.files.Disk;
import csp.samples.files.Failure;
import csp.samples.files.Found;
import csp.samples.files.Name;
import csp.samples.files.Walk;
import csp.samples.text.Block;
import csp.samples.text.Blocks;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Reads one file after the other, and sends what it reads in blocks. For one thread. */
final class Reader {
  /** How much is read at a time. */
  static final int BLOCK = 256 * 1024;

  /** Opens what is to be read. */
  @FunctionalInterface
  interface Opener {
    ReadableByteChannel open() throws IOException;
  }

  private final Disk disk;
  private final LongConsumer progress;
  private final SendChannel<Read> to;

  /** A reader that tells {@code progress} how many bytes each read has got. */
  Reader(Disk disk, LongConsumer progress, SendChannel<Read> to) {
    this.disk = disk;
    this.progress = progress;
    this.to = to;
  }

  /** Reads files, and those below directories. */
  void readAll(List<String> names) throws InterruptedException {
    for (String name : names) {
      Path path = existing(name);
      if (path == null) {
        to.send(new Read.Unreadable(new Failure(Name.typed(name), "no such file or directory")));
      } else if (Files.isDirectory(path)) {
        readBelow(path, name);
      } else {
        // Not by the disk, which follows no links: this one was named.
        read(Name.typed(name), () -> Files.newByteChannel(path));
      }
    }
  }

  private void readBelow(Path directory, String name) throws InterruptedException {
    Walk.Visitor visitor =
        new Walk.Visitor() {
          @Override
          public void file(Found file) throws InterruptedException {
            read(file.name(), () -> disk.open(file.path()));
          }

          @Override
          public void failure(Failure failure) throws InterruptedException {
            to.send(new Read.Unreadable(failure));
          }
        };
    new Walk(disk, _ -> false, visitor).walk(new Found(directory, Name.typed(name), 0));
  }

  /** Reads what {@code opener} opens. */
  void read(Name name, Opener opener) throws InterruptedException {
    try (ReadableByteChannel text = opener.open()) {
      Blocks parts = new Blocks(text, new Letters(), BLOCK, progress);
      for (Block part = parts.next(); part != null; part = parts.next()) {
        to.send(new Read.Part(part));
      }
    } catch (ClosedByInterruptException e) {
      throw new InterruptedException();
    } catch (IOException e) {
      to.send(new Read.Unreadable(Failure.of(name, e)));
    }
  }

  /** The path of that name; null if there is nothing. */
  static @Nullable Path existing(String name) {
    try {
      Path path = Path.of(name);
      return name.isEmpty() || Files.notExists(path) ? null : path;
    } catch (InvalidPathException e) {
      return null;
    }
  }
}
