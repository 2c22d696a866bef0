// SPDX-License-Identifier: Apache-2.0
package csp.samples.digest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import csp.samples.files.Disk;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import picocli.CommandLine;

/** Runs digest in this process, and keeps what it prints. */
final class Capture {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Disk disk;
  private final IntSupplier columns;

  Capture() {
    this(new Disk(), 0);
  }

  Capture(Disk disk, int columns) {
    this.disk = disk;
    this.columns = () -> columns;
  }

  int run(Path directory, String... options) {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.add(directory.toString());
    return run(arguments.toArray(String[]::new));
  }

  int run(String... arguments) {
    Digest digest = new Digest(new PrintStream(out), new PrintStream(err, true), columns, disk);
    return new CommandLine(digest).execute(arguments);
  }

  /** What was printed, a character for each byte. */
  String out() {
    return out.toString(ISO_8859_1);
  }

  String err() {
    return err.toString(ISO_8859_1);
  }

  /** The names printed, without the directory in front. */
  List<String> names(Path directory) {
    return out()
        .lines()
        .map(line -> line.substring(66 + directory.toString().length() + 1))
        .toList();
  }
}
