// SPDX-License-Identifier: Apache-2.0
package csp.samples.digest;

import static org.assertj.core.api.Assertions.assertThat;

import csp.samples.files.Disk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong, or slowly, on the disk. */
class DigestFailuresTest {
  @TempDir private Path tree;

  @BeforeEach
  void makeThreeFiles() throws IOException {
    for (String name : List.of("a", "b", "c")) {
      Files.writeString(tree.resolve(name), name);
    }
  }

  @Test
  void unreadableFileIsReportedAndTheRestIsPrinted() {
    Capture digest =
        new Capture(
            new Disk() {
              @Override
              public SeekableByteChannel open(Path file) throws IOException {
                if (file.endsWith("b")) {
                  throw new AccessDeniedException(file.toString());
                }
                return super.open(file);
              }
            },
            0);
    assertThat(digest.run(tree)).isEqualTo(1);
    assertThat(digest.names(tree)).containsExactly("a", "c");
    assertThat(digest.err().lines().toList())
        .hasSize(2)
        .startsWith("digest: " + tree + "/b: permission denied")
        .last()
        .asString()
        .startsWith("digest: 2 files, ")
        .endsWith(", 1 failed");
  }

  @Test
  void fileThatVanishesIsReported() {
    Capture digest =
        new Capture(
            new Disk() {
              @Override
              public SeekableByteChannel open(Path file) throws IOException {
                if (file.endsWith("b")) {
                  Files.delete(file);
                }
                return super.open(file);
              }
            },
            0);
    assertThat(digest.run(tree, "--quiet")).isEqualTo(1);
    assertThat(digest.names(tree)).containsExactly("a", "c");
    assertThat(digest.err()).isEqualTo("digest: " + tree + "/b: has vanished\n");
  }

  @Test
  void fileThatGrowsWhileReadIsReported() {
    Capture digest =
        new Capture(
            new Disk() {
              @Override
              public SeekableByteChannel open(Path file) throws IOException {
                SeekableByteChannel content = super.open(file);
                return file.endsWith("b") ? beforeRead(content, () -> grow(file)) : content;
              }
            },
            0);
    assertThat(digest.run(tree, "--quiet")).isEqualTo(1);
    assertThat(digest.names(tree)).containsExactly("a", "c");
    assertThat(digest.err())
        .matches("digest: " + tree + "/b: has changed while read, from 1 to \\d+ bytes\n");
  }

  @Test
  void directoryThatCannotBeListedIsReportedAndTheRestIsPrinted() throws Exception {
    Files.createDirectories(tree.resolve("b2/x"));
    Files.writeString(tree.resolve("b2/file"), "");
    Capture digest =
        new Capture(
            new Disk() {
              @Override
              public List<Path> list(Path directory) throws IOException {
                if (directory.endsWith("b2")) {
                  throw new IOException("input/output error");
                }
                return super.list(directory);
              }
            },
            0);
    assertThat(digest.run(tree, "--quiet")).isEqualTo(1);
    assertThat(digest.names(tree)).containsExactly("a", "b", "c");
    assertThat(digest.err()).isEqualTo("digest: " + tree + "/b2/: input/output error\n");
  }

  /** Fails if {@code inOrder} had no bound: then the files behind a slow one are all hashed. */
  @Test
  void slowFileHoldsTheWalkBack() throws Exception {
    for (int i = 0; i < Pipeline.WINDOW + 500; i++) {
      Files.writeString(tree.resolve("d" + i), "");
    }
    CountDownLatch mayRead = new CountDownLatch(1);
    AtomicInteger opened = new AtomicInteger();
    Set<Thread> hashers = ConcurrentHashMap.newKeySet();
    Disk slow =
        new Disk() {
          @Override
          public SeekableByteChannel open(Path file) throws IOException {
            opened.incrementAndGet();
            hashers.add(Thread.currentThread());
            if (file.endsWith("a")) {
              await(mayRead);
            }
            return super.open(file);
          }
        };
    Capture digest = new Capture(slow, 0);
    Thread run = Thread.ofPlatform().start(() -> digest.run(tree, "--jobs=2"));
    try {
      // The report holds the first reply, the window is full behind it.
      await(() -> opened.get() >= Pipeline.WINDOW + 1);
      await(() -> hashers.stream().allMatch(DigestFailuresTest::isParked));
      assertThat(opened).hasValue(Pipeline.WINDOW + 1);
      assertThat(digest.out()).isEmpty();
    } finally {
      mayRead.countDown();
      run.join(30_000);
    }
    assertThat(run.isAlive()).isFalse();
    assertThat(digest.out()).hasLineCount(Pipeline.WINDOW + 503);
  }

  @Test
  void interruptStopsTheGoroutinesInTheMiddleOfAFile() throws Exception {
    Path endless = tree.resolve("d");
    try (RandomAccessFile file = new RandomAccessFile(endless.toFile(), "rw")) {
      file.setLength(64L << 30); // takes no room: a hole
    }
    Set<Thread> hashers = ConcurrentHashMap.newKeySet();
    CountDownLatch reading = new CountDownLatch(1);
    Disk watched =
        new Disk() {
          @Override
          public SeekableByteChannel open(Path file) throws IOException {
            hashers.add(Thread.currentThread());
            SeekableByteChannel content = super.open(file);
            return file.equals(endless) ? beforeRead(content, reading::countDown) : content;
          }
        };
    Capture digest = new Capture(watched, 0);
    AtomicInteger status = new AtomicInteger(-1);
    Thread run = Thread.ofPlatform().start(() -> status.set(digest.run(tree)));
    await(reading);
    await(() -> digest.out().lines().count() == 3); // the report did not wait for the big one
    run.interrupt();
    run.join(30_000);
    assertThat(run.isAlive()).isFalse();
    assertThat(status).hasValue(130);
    assertThat(hashers).isNotEmpty().noneMatch(Thread::isAlive);
    assertThat(digest.names(tree)).containsExactly("a", "b", "c");
    assertThat(digest.err()).startsWith("digest: interrupted after 3 files, ").hasLineCount(1);
  }

  /** Fails if the time-out is not looked at while a reply is awaited. */
  @Test
  void timeoutStopsTheGoroutinesInTheMiddleOfAFile() throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(tree.resolve("d").toFile(), "rw")) {
      file.setLength(64L << 30); // takes no room: a hole
    }
    Set<Thread> hashers = ConcurrentHashMap.newKeySet();
    Disk watched =
        new Disk() {
          @Override
          public SeekableByteChannel open(Path file) throws IOException {
            hashers.add(Thread.currentThread());
            return super.open(file);
          }
        };
    Capture digest = new Capture(watched, 0);
    long start = System.nanoTime();
    assertThat(runBounded(digest, "--timeout=700ms")).isEqualTo(124);
    assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(700));
    assertThat(hashers).isNotEmpty().noneMatch(Thread::isAlive);
    int printed = digest.names(tree).size();
    assertThat(digest.names(tree)).isEqualTo(List.of("a", "b", "c").subList(0, printed));
    assertThat(digest.err())
        .startsWith("digest: timed out after " + printed + " file")
        .hasLineCount(1);
  }

  /** Fails if the time-out is only looked at while there is nothing to receive. */
  @Test
  void timeoutStopsATreeWithoutEnd() throws Exception {
    Path again = Files.createDirectory(tree.resolve("again"));
    Disk endless =
        new Disk() {
          @Override
          public List<Path> list(Path directory) {
            return List.of(tree.resolve("a"), again); // a, again/a, again/again/a, ...
          }
        };
    Capture digest = new Capture(endless, 0);
    assertThat(runBounded(digest, "--timeout=300ms", "--quiet")).isEqualTo(124);
    assertThat(digest.err()).isEmpty();
  }

  @Test
  void timeoutThatDoesNotPassChangesNothing() throws Exception {
    Capture digest = new Capture();
    assertThat(runBounded(digest, "--timeout=1h")).isZero();
    assertThat(digest.names(tree)).containsExactly("a", "b", "c");
    assertThat(digest.err()).startsWith("digest: 3 files, ").hasLineCount(1);
  }

  private int runBounded(Capture digest, String... options) throws InterruptedException {
    AtomicInteger status = new AtomicInteger(-1);
    Thread run = Thread.ofPlatform().daemon().start(() -> status.set(digest.run(tree, options)));
    run.join(30_000);
    assertThat(run.isAlive()).isFalse();
    return status.get();
  }

  @Test
  void barMovesOnTheTerminalAndIsGoneAtTheEnd() throws Exception {
    CountDownLatch mayRead = new CountDownLatch(1);
    Disk slow =
        new Disk() {
          @Override
          public SeekableByteChannel open(Path file) throws IOException {
            if (file.endsWith("b")) {
              await(mayRead);
            }
            return super.open(file);
          }
        };
    Capture digest = new Capture(slow, 60);
    Thread run = Thread.ofPlatform().start(() -> digest.run(tree));
    try {
      await(() -> digest.err().contains("MB"));
    } finally {
      mayRead.countDown();
      run.join(30_000);
    }
    assertThat(run.isAlive()).isFalse();
    assertThat(digest.names(tree)).containsExactly("a", "b", "c");
    String erase = "\r\033[K";
    List<String> drawn = List.of(digest.err().split(java.util.regex.Pattern.quote(erase), -1));
    assertThat(drawn.subList(0, drawn.size() - 1))
        .isNotEmpty()
        .allSatisfy(bar -> assertThat(bar).startsWith("digest ").hasSizeLessThan(60));
    assertThat(drawn.getLast()).startsWith("digest: 3 files, ").hasLineCount(1);
  }

  private static boolean isParked(Thread thread) {
    return thread.getState() == Thread.State.WAITING
        || thread.getState() == Thread.State.TIMED_WAITING;
  }

  /** Calls {@code action} before each read from {@code content}. */
  private static SeekableByteChannel beforeRead(SeekableByteChannel content, Runnable action) {
    return (SeekableByteChannel)
        Proxy.newProxyInstance(
            SeekableByteChannel.class.getClassLoader(),
            new Class<?>[] {SeekableByteChannel.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("read")) {
                action.run();
              }
              try {
                return method.invoke(content, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static void grow(Path file) {
    try {
      if (Files.size(file) < 100) {
        Files.writeString(file, "more", StandardOpenOption.APPEND);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).isNegative();
      Thread.onSpinWait();
      Thread.yield();
    }
  }
}
