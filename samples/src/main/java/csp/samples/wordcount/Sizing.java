// SPDX-License-Identifier: Apache-2.0
package csp.samples.wordcount;

import static csp.Go.go;

import csp.samples.files.Disk;
import csp.samples.files.Found;
import csp.samples.files.Name;
import csp.samples.files.Sizes;
import csp.samples.files.Walk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;

/** A goroutine that adds up the sizes of files, while they are read already: for the bar. */
final class Sizing implements AutoCloseable {
  private final Disk disk;
  private final Thread goroutine;

  /** Starts, and tells {@code total} in the end. */
  Sizing(Disk disk, List<String> names, LongConsumer total) {
    this.disk = disk;
    goroutine = go("size", () -> total.accept(sizeOf(names)));
  }

  private long sizeOf(List<String> names) throws InterruptedException {
    long bytes = 0;
    Sizes below = new Sizes();
    for (String name : names) {
      Path path = Reader.existing(name);
      if (path != null && Files.isDirectory(path)) {
        new Walk(disk, _ -> false, below).walk(new Found(path, Name.typed(name), 0));
      } else if (path != null) {
        bytes += path.toFile().length(); // 0 if it cannot be told
      }
    }
    return bytes + below.bytes();
  }

  @Override
  public void close() {
    goroutine.interrupt();
    try {
      goroutine.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
