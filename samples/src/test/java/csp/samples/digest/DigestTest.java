// SPDX-License-Identifier: Apache-2.0
package csp.samples.digest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DigestTest {
  private final Capture digest = new Capture();

  @TempDir private Path tree;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void printsTheHashesThatTheJdkComputes(int jobs) throws Exception {
    Random random = new Random(1);
    int buffer = 128 * 1024;
    for (int size : new int[] {0, 1, buffer - 1, buffer, buffer + 1, 3 * buffer}) {
      byte[] content = new byte[size];
      random.nextBytes(content);
      Files.write(
          Files.createDirectories(tree.resolve("d" + size % 3)).resolve("" + size), content);
    }
    assertThat(digest.run(tree, "--jobs=" + jobs)).isZero();
    assertThat(digest.out()).isEqualTo(hashedByTheJdk());
    assertThat(digest.err()).startsWith("digest: 6 files, ").hasLineCount(1);
  }

  @Test
  void printsWhatSha256sumPrints() throws Exception {
    make("a.txt", "a/b", "a0", "a/c/d", " sp ace/%41+&", "-n", "empty/..hidden");
    Files.createDirectories(tree.resolve("no files"));
    shell(
        """
        for name in "$(printf 'new\\nline')" "$(printf 'return\\rx')" 'back\\slash' \
          "$(printf 'latin\\351')" "$(printf 'utf\\303\\251')"; do
          echo "$name" > "$name"
        done
        mkdir "$(printf 'dir\\377')" && echo x > "$(printf 'dir\\377/x')"
        ln -s a.txt link; ln -s nowhere dangling; ln -s a linked; mkfifo fifo
        """);
    String expected =
        shell(
            "find \"$PWD\" -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum || echo"
                + " missing");
    assumeTrue(!expected.endsWith("missing\n"), "sha256sum, or what it takes, is not installed");
    assertThat(digest.run(tree.toRealPath())).isZero();
    assertThat(digest.out()).isEqualTo(expected).hasLineCount(13);
  }

  @Test
  void ordersFilesByTheBytesOfTheirWholePath() throws Exception {
    make("a0", "a/b", "a.txt", "a/B", "Z", "a-/z", "aa/a");
    assertThat(digest.run(tree)).isZero();
    assertThat(digest.names(tree))
        .containsExactly("Z", "a-/z", "a.txt", "a/B", "a/b", "a0", "aa/a");
  }

  @Test
  void writesTheDirectoryAsItWasGiven() throws Exception {
    make("x");
    assertThat(digest.run(tree + "/", "--quiet")).isZero();
    assertThat(digest.run(tree + "//", "--quiet")).isZero();
    assertThat(digest.run(tree + "/.", "--quiet")).isZero();
    assertThat(digest.out().lines().map(line -> line.substring(66)))
        .containsExactly(tree + "/x", tree + "//x", tree + "/./x");
  }

  @Test
  void excludesNamesAndPathsWithAllBelow() throws Exception {
    make("a", "target/x", "b/target/y", "b/c/d", "b/c.txt", "c/d");
    assertThat(digest.run(tree, "--exclude", "target", "--exclude", "b/c")).isZero();
    assertThat(digest.names(tree)).containsExactly("a", "b/c.txt", "c/d");
  }

  @Test
  void quietLeavesOutTheSummary() throws Exception {
    make("a");
    assertThat(digest.run(tree, "--quiet")).isZero();
    assertThat(digest.err()).isEmpty();
  }

  @Test
  void emptyTreePrintsNothing() {
    assertThat(digest.run(tree)).isZero();
    assertThat(digest.out()).isEmpty();
    assertThat(digest.err()).startsWith("digest: 0 files, 0.0 MB in ");
  }

  @Test
  void whatIsNoDirectoryIsRefused() throws Exception {
    make("file");
    assertThat(digest.run(tree.resolve("nowhere"))).isEqualTo(2);
    assertThat(digest.run(tree.resolve("file"))).isEqualTo(2);
    assertThat(digest.run("")).isEqualTo(2);
    assertThat(digest.run("\0")).isEqualTo(2);
    assertThat(digest.out()).isEmpty();
    assertThat(digest.err().lines())
        .containsExactly(
            "digest: no such directory: " + tree.resolve("nowhere"),
            "digest: not a directory: " + tree.resolve("file"),
            "digest: no such directory: ",
            "digest: no such directory: \0");
  }

  @Test
  void followsTheDirectoryThatWasGivenButNoOther() throws Exception {
    make("real/x");
    Path link = Files.createSymbolicLink(tree.resolve("link"), tree.resolve("real"));
    assertThat(digest.run(link)).isZero();
    assertThat(digest.names(link)).containsExactly("x");
  }

  @Test
  void forbiddenFileAndDirectoryAreReported() throws Exception {
    make("a", "b", "d/x", "e");
    Set<PosixFilePermission> nobody = Set.of();
    Files.setPosixFilePermissions(tree.resolve("b"), nobody);
    Files.setPosixFilePermissions(tree.resolve("d"), nobody);
    try {
      assumeTrue(!Files.isReadable(tree.resolve("b")), "root may read everything");
      assertThat(digest.run(tree)).isEqualTo(1);
      assertThat(digest.names(tree)).containsExactly("a", "e");
      assertThat(digest.err())
          .contains("digest: " + tree + "/b: permission denied\n")
          .contains("digest: " + tree + "/d/: permission denied\n")
          .contains("2 failed");
    } finally {
      Files.setPosixFilePermissions(tree.resolve("d"), Set.of(PosixFilePermission.values()));
    }
  }

  @Test
  void outputThatCannotBeWrittenEndsIt() throws Exception {
    make("a");
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("disk is full");
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Digest broken = new Digest(new PrintStream(full), new PrintStream(err), () -> 0);
    assertThat(new CommandLine(broken).execute(tree.toString())).isEqualTo(1);
    assertThat(err.toString(ISO_8859_1)).isEqualTo("digest: cannot write the output\n");
  }

  private void make(String... names) throws IOException {
    for (String name : names) {
      Path file = tree.resolve(name);

      Files.createDirectories(file.getParent());
      Files.writeString(file, "content of " + name);
    }
  }

  /** The whole tree with none of our code: names in ASCII only. */
  private String hashedByTheJdk() throws Exception {
    List<Path> files;
    try (Stream<Path> all = Files.walk(tree, new FileVisitOption[0])) {
      files =
          all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
              .sorted((a, b) -> a.toString().compareTo(b.toString()))
              .toList();
    }
    StringBuilder lines = new StringBuilder();
    for (Path file : files) {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      lines.append(HexFormat.of().formatHex(hash)).append("  ").append(file).append('\n');
    }
    return lines.toString();
  }

  /** Runs a script in the tree, and returns what it printed, a character for each byte. */
  private String shell(String script) throws Exception {
    Process shell;
    try {
      shell =
          new ProcessBuilder("sh", "-c", script)
              .directory(tree.toRealPath().toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "no shell");
      throw e;
    }
    String printed = new String(shell.getInputStream().readAllBytes(), ISO_8859_1);
    assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return printed;
  }
}
