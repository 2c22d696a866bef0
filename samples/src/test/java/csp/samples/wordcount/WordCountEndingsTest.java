// SPDX-License-Identifier: Apache-2.0
package csp.samples.wordcount;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import csp.samples.SampleProcess;
import csp.samples.files.Disk;
import csp.testkit.Await;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What goes wrong, and what ends it early. */
class WordCountEndingsTest {
  @TempDir private Path tree;
  @TempDir private Path elsewhere;

  @Test
  void whatCannotBeReadIsReportedAndTheRestIsCounted() throws IOException {
    for (String name : List.of("a", "b", "c")) {
      Files.writeString(tree.resolve(name), name);
    }
    Disk forbidding =
        new Disk() {
          @Override
          public SeekableByteChannel open(Path file) throws IOException {
            if (file.endsWith("b")) {
              throw new AccessDeniedException(file.toString());
            }
            return super.open(file);
          }
        };
    Run run = new Run(forbidding, noStdin(), 0);
    assertThat(run.run("nowhere", tree.toString(), "", "\0")).isEqualTo(1);
    assertThat(run.out()).isEqualTo("      1 a\n      1 c\n");
    assertThat(run.err().lines().toList())
        .hasSize(5)
        .startsWith(
            "wordcount: nowhere: no such file or directory",
            "wordcount: " + tree + "/b: permission denied",
            "wordcount: : no such file or directory",
            "wordcount: \0: no such file or directory")
        .last()
        .asString()
        .startsWith("wordcount: 2 words, ")
        .endsWith(", 4 failed");
  }

  @Test
  void interruptStopsAReaderThatWaits() throws Exception {
    Pipe pipe = Pipe.open();
    Set<Thread> readers = ConcurrentHashMap.newKeySet();
    Run run =
        new Run(
            new Disk(),
            () -> {
              readers.add(Thread.currentThread());
              return pipe.source();
            },
            0);
    try (Workers workers = new Workers();
        WritableByteChannel sink = pipe.sink()) {
      Worker<Integer> caller = workers.platform("wordcount", () -> run.run());
      workers.until(() -> !readers.isEmpty(), "it reads");
      sink.write(ByteBuffer.wrap(new byte[10]));
      caller.awaitParked();
      caller.interrupt();
      assertThat(caller.result()).isEqualTo(130);
    }
    assertThat(readers).hasSize(1).noneMatch(Thread::isAlive);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("wordcount: interrupted after 0 words, ").hasLineCount(1);
  }

  /** Fails if the reader, or who counts, goes on: then the file of 64 GB is read to its end. */
  @Test
  void timeoutStopsAllInTheMiddleOfAFile() throws Exception {
    endless("b");
    Set<Thread> readers = ConcurrentHashMap.newKeySet();
    Disk watched =
        new Disk() {
          @Override
          public SeekableByteChannel open(Path file) throws IOException {
            readers.add(Thread.currentThread());
            return super.open(file);
          }
        };
    Run run = new Run(watched, noStdin(), 0);
    try (Workers workers = new Workers()) {
      Worker<Integer> caller =
          workers.platform("wordcount", () -> run.run(tree.toString(), "--timeout=300ms"));
      assertThat(caller.result()).isEqualTo(124);
    }
    assertThat(readers).hasSize(1).noneMatch(Thread::isAlive);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("wordcount: timed out after 0 words, ").hasLineCount(1);
  }

  @Test
  void timeoutThatDoesNotPassChangesNothing() throws IOException {
    Files.writeString(tree.resolve("a"), "a");
    Run run = new Run(new Disk(), noStdin(), 0);
    assertThat(run.run(tree.toString(), "--timeout=1h", "--quiet")).isZero();
    assertThat(run.out()).isEqualTo("      1 a\n");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void barMovesOnTheTerminalAndIsGoneAtTheEnd() throws Exception {
    Files.writeString(tree.resolve("a"), "a ".repeat(Reader.BLOCK));
    Files.writeString(tree.resolve("b"), "b ".repeat(Reader.BLOCK));
    CountDownLatch drawn = new CountDownLatch(1);
    Disk slow =
        new Disk() {
          @Override
          public SeekableByteChannel open(Path file) throws IOException {
            if (file.endsWith("b")) {
              awaitLatch(drawn);
            }
            return super.open(file);
          }
        };
    Run run = new Run(slow, noStdin(), 70);
    try (Workers workers = new Workers()) {
      Worker<Integer> caller = workers.platform("wordcount", () -> run.run(tree.toString()));
      workers.until(() -> run.err().contains("MB"), "the bar is there");
      drawn.countDown();
      assertThat(caller.result()).isZero();
    }
    List<String> bars = List.of(run.err().split(Pattern.quote("\r\033[K"), -1));
    assertThat(bars.subList(0, bars.size() - 1))
        .isNotEmpty()
        .allSatisfy(bar -> assertThat(bar).startsWith("wordcount ").hasSizeLessThan(70));
    assertThat(bars.getLast()).startsWith("wordcount: 524,288 words, ").hasLineCount(1);
  }

  @Test
  void outputThatCannotBeWrittenFails() throws IOException {
    Files.writeString(tree.resolve("a"), "a");
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("disk is full");
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    WordCount broken = new WordCount(new PrintStream(full), new PrintStream(err), () -> 0);
    assertThat(new CommandLine(broken).execute(tree.toString())).isEqualTo(1);
    assertThat(err.toString(UTF_8)).isEqualTo("wordcount: cannot write the output\n");
  }

  @Test
  void readsStdinOfItsProcess() throws Exception {
    Path text = Files.writeString(tree.resolve("text"), "b\u00e4r B\u00e4r b\u00e4r");
    try (SampleProcess process =
        SampleProcess.reading(text, tree, elsewhere.resolve("err"), "wordcount")) {
      assertThat(new String(process.out().readAllBytes(), UTF_8))
          .isEqualTo("      2 b\u00e4r\n      1 B\u00e4r\n");
      assertThat(process.exitStatus()).isZero();
    }
  }

  /** Fails if a read of stdin cannot be interrupted: then the process takes seconds to end. */
  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void signalStopsItWhileItWaitsForStdin(String signal, int status) throws Exception {
    Path err = elsewhere.resolve("err");
    try (SampleProcess process =
        SampleProcess.waiting(tree, err, "wordcount", "nowhere", "/dev/stdin")) {
      Await.until(() -> size(err) > 0, "it has complained, and reads stdin");
      process.signal(signal);
      assertThat(process.exitStatus()).isEqualTo(status);
      assertThat(process.err())
          .matches("wordcount: nowhere: .*\nwordcount: interrupted after 0 words, .*\n");
    }
  }

  private void endless(String name) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(tree.resolve(name).toFile(), "rw")) {
      file.setLength(64L << 30); // takes no room: a hole
    }
  }

  private static Reader.Opener noStdin() {
    return () -> {
      throw new AssertionError("nobody reads stdin");
    };
  }

  private static long size(Path file) {
    return file.toFile().length();
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
