// SPDX-License-Identifier: Apache-2.0
package csp.samples.wordcount;

import static csp.Go.go;

import csp.Channel;
import csp.ReceiveChannel;
import csp.samples.files.Disk;
import csp.samples.files.Failure;
import csp.samples.files.Found;
import csp.samples.files.Name;
import csp.samples.files.Sizes;
import csp.samples.files.Walk;
import csp.samples.text.Block;
import csp.samples.text.Blocks;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one file after the other, in a thread of its own, and sends what it reads in blocks. The
 * channel has little room: a reader that is faster than those who count waits for them.
 */
final class Reader implements AutoCloseable {
  /** How much is read at a time. */
  static final int BLOCK = 256 * 1024;

  private static final int ROOM = 4;

  /** Opens what is not in the file system. */
  @FunctionalInterface
  interface Opener {
    ReadableByteChannel open() throws IOException;
  }

  private final Channel<Read> blocks = Channel.named("blocks").buffered(ROOM);
  private final List<Thread> threads = new ArrayList<>();
  private final Disk disk;
  private final LongConsumer progress;

  /** A reader that tells {@code progress} how many bytes each read has got. */
  Reader(Disk disk, LongConsumer progress) {
    this.disk = disk;
    this.progress = progress;
  }

  /** Starts to read what {@code in} opens. */
  void startWith(Opener in) {
    start(() -> read(Name.typed("stdin"), in));
  }

  /** Starts to read files, and those below directories. */
  void startWith(List<String> names) {
    start(() -> {
      for (String name : names) {
        readNamed(name);
      }
    });
  }

  /** Also adds up the sizes of the files, and tells {@code total} when that is done. */
  void size(List<String> names, LongConsumer total) {
    threads.add(
        go(
            "size",
            () -> {
              Sizes sizes = new Sizes();
              long bytes = 0;
              for (String name : names) {
                Path path = existing(name);
                if (path != null && Files.isDirectory(path)) {
                  walk(path, name, sizes);
                } else if (path != null) {
                  bytes += path.toFile().length(); // 0 if it cannot be told
                }
              }
              total.accept(bytes + sizes.bytes());
            }));
  }

  /** Where the blocks come from. It is closed after the last one. */
  ReceiveChannel<Read> blocks() {
    return blocks;
  }

  /** Stops the threads that still run, and waits for their end. An interrupt ends the wait. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the thread does. */
  @FunctionalInterface
  private interface Work {
    void run() throws InterruptedException;
  }

  private void start(Work work) {
    // A platform thread: a virtual one cannot be interrupted while it reads a pipe or a terminal.
    threads.add(
        Thread.ofPlatform()
            .name("read")
            .start(() -> {
              try {
                work.run();
                blocks.close();
              } catch (Throwable failure) {
                blocks.close(failure); // whoever waits for blocks gets it
              }
            }));
  }

  private void readNamed(String name) throws InterruptedException {
    Path path = existing(name);
    if (path == null) {
      fail(new Failure(Name.typed(name), "no such file or directory"));
    } else if (Files.isDirectory(path)) {
      walk(
          path,
          name,
          new Walk.Visitor() {
            @Override
            public void file(Found file) throws InterruptedException {
              read(file.name(), () -> disk.open(file.path()));
            }

            @Override
            public void failure(Failure failure) throws InterruptedException {
              fail(failure);
            }
          });
    } else {
      read(Name.typed(name), () -> Files.newByteChannel(path)); // a link is followed: it was named
    }
  }

  private void walk(Path path, String name, Walk.Visitor visitor) throws InterruptedException {
    new Walk(disk, _ -> false, visitor).walk(new Found(path, Name.typed(name), 0));
  }

  private void read(Name name, Opener in) throws InterruptedException {
    try (ReadableByteChannel text = in.open()) {
      Blocks parts = new Blocks(text, new Letters(), BLOCK, progress);
      for (Block part = parts.next(); part != null; part = parts.next()) {
        blocks.send(new Read.Part(part));
      }
    } catch (ClosedByInterruptException e) {
      throw new InterruptedException();
    } catch (IOException e) {
      fail(Failure.of(name, e));
    }
  }

  private void fail(Failure failure) throws InterruptedException {
    blocks.send(new Read.Unreadable(failure));
  }

  private static @Nullable Path existing(String name) {
    try {
      Path path = Path.of(name);
      return name.isEmpty() || Files.notExists(path) ? null : path;
    } catch (InvalidPathException e) {
      return null;
    }
  }
}
