// SPDX-License-Identifier: Apache-2.0
package csp.samples.logstats;

import csp.SendChannel;
import csp.Timers;
import csp.samples.text.Block;
import csp.samples.text.Blocks;
import csp.samples.text.Border;
import csp.samples.text.Feed;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file that grows, for ever, as {@code tail -F} does: another file of that name is read
 * once the one before has been read to its end, and one that has become shorter is read from its
 * begin. For one thread.
 *
 * <p>It looks anew every {@link #POLL}. What happens and is undone in between it cannot see: a file
 * that is cut and grows beyond where it was, or two others one after the other.
 */
final class Tail implements Feed.Source<Block> {
  static final Duration POLL = Duration.ofMillis(50);

  private final Path path;
  private final SendChannel<String> notes;
  private final @Nullable Opened first; // null if there was none in the beginning

  /**
   * A tail that tells {@code notes} what happens to the file, from now on: what is written once
   * this has returned is read. {@link #readInto} closes the file.
   *
   * @param fromStart whether it begins with the lines that are there already
   */
  Tail(Path path, boolean fromStart, SendChannel<String> notes) throws IOException {
    this.path = path;
    this.notes = notes;
    this.first = open();
    if (first != null && !fromStart) {
      first.skipToEnd();
    }
  }

  @Override
  public void readInto(SendChannel<Block> channel) throws IOException, InterruptedException {
    Opened file = first;
    if (file == null) {
      notes.send("waiting for it");
      file = await();
    }
    try {
      while (true) {
        if (!file.sendNew(channel)) {
          file = checked(file, channel);
          Timers.sleep(POLL);
        }
      }
    } finally {
      file.content.close();
    }
  }

  /** Looks what has become of {@code file}, and returns what is to be read from now on. */
  private Opened checked(Opened file, SendChannel<Block> channel)
      throws IOException, InterruptedException {
    if (file.isTruncated()) {
      notes.send("has been truncated");
      file.restart();
      return file;
    }
    if (!file.isReplaced()) {
      return file;
    }
    Opened next = open();
    if (next == null) {
      return file; // gone again
    }
    try (FileChannel _ = file.content) {
      file.sendRest(channel); // also what came since we looked, before it was replaced
    } catch (IOException | InterruptedException e) {
      next.content.close();
      throw e;
    }
    notes.send("has been replaced");
    return next;
  }

  private Opened await() throws IOException, InterruptedException {
    Opened file = open();
    while (file == null) {
      Timers.sleep(POLL);
      file = open();
    }
    return file;
  }

  /** Opens the file; null if there is none now. */
  private @Nullable Opened open() throws IOException {
    Object key = Opened.key(path);
    FileChannel content;
    try {
      content = FileChannel.open(path);
    } catch (NoSuchFileException e) {
      return null;
    }
    Opened file = new Opened(path, content, key);
    if (file.isReplaced() || (key == null && Opened.key(path) != null)) {
      content.close(); // it came, or was replaced, meanwhile: which one is open nobody can tell
      return null;
    }
    return file;
  }

  /** A file while it is read. */
  private static final class Opened {
    private static final int BLOCK = 256 * 1024;

    private final Path path;
    private final FileChannel content;
    private final @Nullable Object key; // which file it is, whatever its name; null: nobody knows
    private Blocks blocks;

    Opened(Path path, FileChannel content, @Nullable Object key) {
      this.path = path;
      this.content = content;
      this.key = key;
      this.blocks = blocks();
    }

    /** Begins with the first line that is not complete now. */
    void skipToEnd() throws IOException {
      if (content.size() > 0) {
        content.position(content.size() - 1);
        blocks.skipToBorder(); // found at once if the last line is complete
      }
    }

    /** Sends complete lines that have come; false if there is nothing to read now. */
    boolean sendNew(SendChannel<Block> channel) throws IOException, InterruptedException {
      if (content.size() <= content.position()) {
        return false;
      }
      Block lines = blocks.nextSoFar();
      if (lines != null) {
        channel.send(lines);
      }
      return true;
    }

    void sendRest(SendChannel<Block> channel) throws IOException, InterruptedException {
      for (Block lines = blocks.next(); lines != null; lines = blocks.next()) {
        channel.send(lines);
      }
    }

    boolean isTruncated() throws IOException {
      return content.size() < content.position();
    }

    void restart() throws IOException {
      content.position(0);
      blocks = blocks();
    }

    boolean isReplaced() throws IOException {
      Object now = key(path);
      return now != null && !now.equals(key);
    }

    private Blocks blocks() {
      return new Blocks(content, Border.LINES, BLOCK, _ -> {});
    }

    static @Nullable Object key(Path path) throws IOException {
      try {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
      } catch (NoSuchFileException e) {
        return null;
      }
    }
  }
}
