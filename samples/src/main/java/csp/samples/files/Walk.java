// SPDX-License-Identifier: Apache-2.0
package csp.samples.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the regular files of a tree, in the order of {@code find DIR -type f | LC_ALL=C sort}, one
 * directory at a time. Links are not followed.
 */
public final class Walk {
  /*
   * Why sorting each directory sorts the whole. Everything below the directory d starts with "d/", so
   * in its directory it comes where the name "d/" comes, not where "d" does: d.txt, d/x, d0 is right,
   * since '.' < '/' < '0'.
   */

  /** Who is told what is found; may wait. */
  public interface Visitor {
    /** A regular file. */
    void file(Found file) throws InterruptedException;

    /** A file or a directory that could not be looked at. */
    void failure(Failure failure) throws InterruptedException;
  }

  /** An entry of a directory; the name of a directory has a slash behind it. */
  private record Entry(Found found, boolean directory) {}

  private final Disk disk;
  private final Predicate<Path> excluded;
  private final Visitor visitor;

  /**
   * A walk that leaves out, with all below it, what {@code excluded} holds for: the path as seen
   * from the top of the tree.
   */
  public Walk(Disk disk, Predicate<Path> excluded, Visitor visitor) {
    this.disk = disk;
    this.excluded = excluded;
    this.visitor = visitor;
  }

  /** Walks the tree below {@code root}. A failure is told and does not end it. */
  public void walk(Found root) throws InterruptedException {
    Name prefix = root.name().endsWith('/') ? root.name() : root.name().plus('/');
    walk(root, prefix, Path.of(""));
  }

  private void walk(Found directory, Name prefix, Path inTree) throws InterruptedException {
    for (Entry entry : list(directory, prefix)) {
      Found found = entry.found();
      Path foundInTree = inTree.resolve(found.path().getFileName());
      if (excluded.test(foundInTree)) {
        continue;
      }
      if (entry.directory()) {
        walk(found, found.name(), foundInTree);
      } else {
        visitor.file(found);
      }
    }
  }

  private List<Entry> list(Found directory, Name prefix) throws InterruptedException {
    List<Entry> entries = new ArrayList<>();
    try {
      for (Path path : disk.list(directory.path())) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        Entry entry = entry(path, prefix.plus(Name.last(path)));
        if (entry != null) {
          entries.add(entry);
        }
      }
    } catch (IOException failure) {
      visitor.failure(Failure.of(directory.name(), failure));
    }
    entries.sort(Comparator.comparing(entry -> entry.found().name()));
    return entries;
  }

  /** A directory or a regular file; null if it is something else, or fails. */
  private @Nullable Entry entry(Path path, Name name) throws InterruptedException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isDirectory()) {
        return new Entry(new Found(path, name.plus('/'), 0), true);
      }
      return attributes.isRegularFile()
          ? new Entry(new Found(path, name, attributes.size()), false)
          : null;
    } catch (IOException failure) {
      visitor.failure(Failure.of(name, failure));
      return null;
    }
  }
}
