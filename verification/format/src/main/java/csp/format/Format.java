// SPDX-License-Identifier: Apache-2.0
package csp.format;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** Checks or fixes the layout of every Java file below a directory, with google-java-format. */
final class Format {

  private Format() {}

  /**
   * {@code Format check DIR} fails if a file is not formatted; {@code Format fix DIR} rewrites it.
   */
  public static void main(String[] args) throws IOException {
    boolean fix =
        switch (args[0]) {
          case "check" -> false;
          case "fix" -> true;
          default -> throw new IllegalArgumentException("check or fix, was " + args[0]);
        };
    Path root = Path.of(args[1]);
    List<String> findings =
        javaFilesBelow(root).parallelStream()
            .flatMap(file -> format(root, file, fix).stream())
            .toList();
    findings.forEach(System.out::println);
    if (!fix && !findings.isEmpty()) {
      System.out.println("[ERROR] " + findings.size() + " file(s) to format: run ./format");
      System.exit(1);
    }
  }

  /** What is to say about this file, if anything. */
  private static List<String> format(Path root, Path file, boolean fix) {
    Path name = root.relativize(file);
    try {
      String source = Files.readString(file);
      String formatted = new Formatter().formatSourceAndFixImports(source);
      if (formatted.equals(source)) {
        return List.of();
      }
      if (fix) {
        Files.writeString(file, formatted);
        return List.of("formatted " + name);
      }
      return List.of("[ERROR] not formatted: " + name + ":" + firstDifference(source, formatted));
    } catch (FormatterException e) {
      return List.of("[ERROR] cannot be formatted: " + name + ": " + e.getMessage());
    } catch (IOException e) {
      return List.of("[ERROR] cannot be read or written: " + name + ": " + e);
    }
  }

  private static int firstDifference(String source, String formatted) {
    List<String> before = source.lines().toList();
    List<String> after = formatted.lines().toList();
    int line = 0;
    while (line < before.size()
        && line < after.size()
        && before.get(line).equals(after.get(line))) {
      line++;
    }
    return line + 1;
  }

  /** In no directory that a build writes (target) or a tool keeps for itself (.git, .idea). */
  private static List<Path> javaFilesBelow(Path root) throws IOException {
    var files = new ArrayList<Path>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            String name = directory.getFileName().toString();
            boolean skipped =
                !directory.equals(root) && (name.equals("target") || name.startsWith("."));
            return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }
}
