// SPDX-License-Identifier: Apache-2.0
package csp.samples.wordcount;

import static java.nio.charset.StandardCharsets.UTF_8;

import csp.samples.files.Disk;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import picocli.CommandLine;

/** Runs wordcount in this process, and keeps what it prints. */
final class Run {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Disk disk;
  private final Reader.Opener stdin;
  private final int columns;

  Run(Disk disk, Reader.Opener stdin, int columns) {
    this.disk = disk;
    this.stdin = stdin;
    this.columns = columns;
  }

  /** With files as they are, and so much on stdin. */
  static Run reading(byte[] stdin) {
    return new Run(new Disk(), () -> Channels.newChannel(new ByteArrayInputStream(stdin)), 0);
  }

  int run(String... arguments) {
    WordCount wordCount =
        new WordCount(
            new PrintStream(out, false, UTF_8),
            new PrintStream(err, true, UTF_8),
            () -> columns,
            disk,
            stdin);
    return new CommandLine(wordCount).execute(arguments);
  }

  String out() {
    return out.toString(UTF_8);
  }

  String err() {
    return err.toString(UTF_8);
  }
}
