// SPDX-License-Identifier: Apache-2.0
package csp.samples.digest;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What is left out. */
final class Excludes {
  /** A pattern: one with a slash is for paths from the top of the tree on, any other for names. */
  record Glob(PathMatcher matcher, boolean wholePath) {}

  private final List<Glob> globs;

  Excludes(List<Glob> globs) {
    this.globs = new ArrayList<>(globs);
  }

  /** Whether {@code inTree}, seen from the top of the tree, is left out, with all below it. */
  boolean match(Path inTree) {
    for (Glob glob : globs) {
      if (glob.matcher().matches(glob.wholePath() ? inTree : inTree.getFileName())) {
        return true;
      }
    }
    return false;
  }

  /** Reads a pattern. */
  static final class Reader implements ITypeConverter<Glob> {
    /** For picocli. */
    Reader() {}

    @Override
    public Glob convert(String pattern) {
      try {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        return new Glob(matcher, pattern.contains("/"));
      } catch (PatternSyntaxException e) {
        throw new TypeConversionException("not a pattern: " + e.getDescription());
      }
    }
  }
}
