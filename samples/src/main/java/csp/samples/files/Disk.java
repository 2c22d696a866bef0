// SPDX-License-Identifier: Apache-2.0
package csp.samples.files;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How files and directories are opened; a test has one that fails. */
public class Disk {
  /** Files and directories as they are. */
  public Disk() {}

  /** What is in {@code directory}, in any order. */
  public List<Path> list(Path directory) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory)) {
      found.forEach(entries::add);
    } catch (DirectoryIteratorException e) {
      throw new IOException("cannot be listed to the end", e);
    }
    return entries;
  }

  /** Opens a file that was found. */
  public SeekableByteChannel open(Path file) throws IOException {
    // If it has become a link since it was found, it is no file of this tree any more.
    return Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
  }
}
