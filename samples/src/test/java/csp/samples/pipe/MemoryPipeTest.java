// SPDX-License-Identifier: Apache-2.0
package csp.samples.pipe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.testkit.ThreadKind;
import csp.testkit.Threads;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryPipeTest {
  private static final String CLOSED = "io: read/write on closed pipe";

  private final MemoryPipe pipe = new MemoryPipe();
  private final ReadEnd in = new ReadEnd(pipe);
  private final WriteEnd out = new WriteEnd(pipe);
  private final Workers workers = new Workers();

  @AfterEach
  void endAll() {
    workers.close();
  }

  /**
   * A gigabyte in pieces of all sizes. Fails if a signal is lost (a side waits for ever), or if a
   * read gets bytes of an array that its owner has filled again.
   */
  @ParameterizedTest
  @EnumSource
  void gigabyteComesOutAsItWentIn(ThreadKind kind) {
    long size = 1L << 30;
    Worker<CRC32C> writer =
        workers.start(
            kind,
            "write",
            () -> {
              CRC32C sum = new CRC32C();
              InputStream noise = new Noise(size);
              SplittableRandom random = new SplittableRandom(2);
              byte[] bytes = new byte[100_000];
              int count;
              while ((count = noise.read(bytes, 0, random.nextInt(1, bytes.length))) >= 0) {
                sum.update(bytes, 0, count);
                out.write(bytes, 0, count);
                bytes[count / 2]++; // it is ours again
              }
              out.close();
              return sum;
            });
    Worker<CRC32C> reader =
        workers.start(
            kind,
            "read",
            () -> {
              CRC32C sum = new CRC32C();
              SplittableRandom random = new SplittableRandom(3);
              byte[] bytes = new byte[150_000];
              long read = 0;
              int count;
              while ((count = in.read(bytes, 0, random.nextInt(1, bytes.length))) >= 0) {
                assertThat(count).isPositive();
                sum.update(bytes, 0, count);
                read += count;
              }
              assertThat(read).isEqualTo(size);
              return sum;
            });
    assertThat(reader.result().getValue()).isEqualTo(writer.result().getValue());
  }

  @Test
  void writeWaitsUntilItsLastByteIsRead() throws IOException {
    Worker<Void> writer = workers.virtual("write", () -> out.write(bytes("abc")));
    for (char expected : "abc".toCharArray()) {
      writer.awaitParked();
      assertThat(in.read()).isEqualTo(expected);
    }
    writer.result();
    assertThat(in.available()).isZero();
  }

  @Test
  void readWaitsForTheFirstByteAndTakesWhatIsThere() throws IOException {
    Worker<String> reader = workers.virtual("read", () -> text(10));
    reader.awaitParked();
    out.write(bytes("abc"));
    assertThat(reader.result()).isEqualTo("abc");
  }

  @Test
  void availableIsWhatIsLeftOfAWrite() throws IOException {
    Worker<Void> writer = workers.virtual("write", () -> out.write(bytes("abcde")));
    writer.awaitParked();
    assertThat(in.available()).isEqualTo(5);
    assertThat(text(2)).isEqualTo("ab");
    assertThat(in.available()).isEqualTo(3);
    in.close();
    assertThat(in.available()).isZero();
    assertThat(writer.failure()).isInstanceOf(IOException.class);
  }

  @Test
  void nothingToWriteOrToReadWaitsForNobody() throws IOException {
    out.write(new byte[0]);
    assertThat(in.read(new byte[0])).isZero();
    assertThatThrownBy(() -> out.write(new byte[2], 1, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> in.read(new byte[2], 1, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void bytesAreNotSigned() throws IOException {
    Worker<Void> writer = workers.virtual("write", () -> out.write(255));
    assertThat(in.read()).isEqualTo(255);
    writer.result();
  }

  /** Each writes its own letter many times. Fails if writers do not take turns. */
  @ParameterizedTest
  @ValueSource(ints = {2, 8})
  void writesAreNotMixed(int writers) throws IOException {
    int length = 100;
    int each = 400 / writers;
    AtomicInteger atWork = new AtomicInteger(writers);
    for (int i = 0; i < writers; i++) {
      byte[] record = new byte[length];
      Arrays.fill(record, (byte) ('a' + i));
      workers.virtual(
          "write",
          () -> {
            for (int n = 0; n < each; n++) {
              out.write(record);
            }
            if (atWork.decrementAndGet() == 0) {
              out.close();
            }
          });
    }
    int[] records = new int[writers];
    StringBuilder all = new StringBuilder();
    byte[] some = new byte[7];
    for (int count = in.read(some); count >= 0; count = in.read(some)) {
      all.append(new String(some, 0, count, UTF_8));
    }
    assertThat(all).hasSize(writers * each * length);
    for (int at = 0; at < all.length(); at += length) {
      String record = all.substring(at, at + length);
      assertThat(record).isEqualTo(record.substring(0, 1).repeat(length));
      records[record.charAt(0) - 'a']++;
    }
    assertThat(records).containsOnly(each);
  }

  /** Fails if readers do not take turns: the close would wake one of them only. */
  @Test
  void severalReadersShareWhatIsWritten() throws IOException {
    List<Worker<Long>> readers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      readers.add(
          workers.virtual(
              "read",
              () -> {
                long sum = 0;
                for (int b = in.read(); b >= 0; b = in.read()) {
                  sum += b;
                }
                return sum;
              }));
    }
    long sum = 0;
    try (out) {
      for (int i = 0; i < 5000; i++) {
        out.write(i % 200);
        sum += i % 200;
      }
    }
    assertThat(readers.stream().mapToLong(Worker::result).sum()).isEqualTo(sum);
  }

  @Test
  void readAfterTheWritingEndIsClosedIsTheEndOfTheStream() throws IOException {
    Worker<Integer> waiting = workers.virtual("read", () -> in.read());
    waiting.awaitParked();
    out.close();
    assertThat(waiting.result()).isEqualTo(-1);
    assertThat(in.read()).isEqualTo(-1);
    assertThat(in.read(new byte[3])).isEqualTo(-1);
  }

  @Test
  void readsGetTheErrorOfTheWritingEndAndTheFirstCloseCounts() {
    IOException why = new IOException("disk on fire");
    Worker<Integer> waiting = workers.virtual("read", () -> in.read());
    waiting.awaitParked();
    out.close(why);
    out.close();
    out.close(new IOException("too late"));
    assertThat(waiting.failure()).isInstanceOf(IOException.class).hasMessage("disk on fire");
    assertThatThrownBy(in::read)
        .isInstanceOf(IOException.class)
        .isNotSameAs(why)
        .hasMessage("disk on fire")
        .hasCause(why);
    assertThatThrownBy(() -> out.write(1)).isInstanceOf(IOException.class).hasMessage(CLOSED);
  }

  @Test
  void writesGetTheErrorOfTheReadingEndAndTheFirstCloseCounts() {
    IOException why = new IOException("enough");
    Worker<Void> waiting = workers.virtual("write", () -> out.write(1));
    Worker<Void> behind = workers.virtual("write", () -> out.write(2));
    Threads.awaitParked(waiting.thread(), behind.thread());
    in.close(why);
    in.close();
    assertThat(waiting.failure()).isInstanceOf(IOException.class).hasMessage("enough");
    assertThat(behind.failure()).isInstanceOf(IOException.class).hasMessage("enough");
    assertThatThrownBy(() -> out.write(1))
        .isInstanceOf(IOException.class)
        .hasMessage("enough")
        .hasCause(why);
    assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessage(CLOSED);
  }

  @Test
  void closeWithoutAnErrorIsToldByTheNameOfTheFault() {
    Worker<Void> waiting = workers.virtual("write", () -> out.write(1));
    waiting.awaitParked();
    in.close();
    assertThat(waiting.failure()).isInstanceOf(IOException.class).hasMessage(CLOSED);
    assertThatThrownBy(() -> out.write(1)).isInstanceOf(IOException.class).hasMessage(CLOSED);
    assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessage(CLOSED);
  }

  /** As in Go: whoever closes under a write takes away what is not read yet. */
  @Test
  void closeOfTheWritingEndEndsAWriteThatWaits() throws IOException {
    Worker<Void> waiting = workers.virtual("write", () -> out.write(bytes("abc")));
    waiting.awaitParked();
    assertThat(in.read()).isEqualTo('a');
    out.close();
    assertThat(waiting.failure()).isInstanceOf(IOException.class).hasMessage(CLOSED);
    assertThat(in.read()).isEqualTo(-1);
  }

  /** Fails if the interrupted write leaves its bytes behind. */
  @ParameterizedTest
  @EnumSource
  void interruptedWriteTellsHowFarItCameAndLeavesNothingBehind(ThreadKind kind) throws IOException {
    Worker<Boolean> writer =
        workers.start(
            kind,
            "write",
            () -> {
              assertThatThrownBy(() -> out.write(bytes("abc")))
                  .isInstanceOfSatisfying(
                      InterruptedIOException.class,
                      e -> assertThat(e.bytesTransferred).isEqualTo(1));
              return Thread.interrupted();
            });
    writer.awaitParked();
    assertThat(in.read()).isEqualTo('a');
    writer.awaitParked();
    writer.interrupt();
    assertThat(writer.result()).as("still interrupted").isTrue();
    Worker<Void> next = workers.virtual("write", () -> out.write('x'));
    assertThat(in.read()).isEqualTo('x');
    next.result();
  }

  /** Fails if the interrupted read keeps its turn. */
  @ParameterizedTest
  @EnumSource
  void interruptedReadTakesNothing(ThreadKind kind) throws IOException {
    List<Worker<Boolean>> readers = new ArrayList<>();
    for (int i = 0; i < 2; i++) { // one in the pipe, one that waits for its turn
      readers.add(
          workers.start(
              kind,
              "read",
              () -> {
                assertThatThrownBy(in::read).isInstanceOf(InterruptedIOException.class);
                return Thread.interrupted();
              }));
      readers.get(i).awaitParked();
    }
    for (int i : List.of(1, 0)) {
      readers.get(i).interrupt();
      assertThat(readers.get(i).result()).as("still interrupted").isTrue();
    }
    Worker<Integer> next = workers.virtual("read", () -> in.read());
    out.write('x');
    assertThat(next.result()).isEqualTo('x');
  }

  @Test
  void writeThatWaitsForItsTurnCanBeInterruptedToo() throws IOException {
    Worker<Void> first = workers.virtual("write", () -> out.write('a'));
    first.awaitParked();
    Worker<Void> second = workers.virtual("write", () -> out.write('b'));
    second.awaitParked();
    second.interrupt();
    assertThat(second.failure())
        .isInstanceOfSatisfying(
            InterruptedIOException.class, e -> assertThat(e.bytesTransferred).isZero());
    assertThat(in.read()).isEqualTo('a');
    first.result();
    assertThat(in.available()).isZero();
  }

  /**
   * Interrupts and the last read at the same moment: a write says that it is interrupted exactly if
   * its byte was not read.
   */
  @Test
  void writeThatIsInterruptedWhileItsByteIsReadCountsOnce() throws Exception {
    int rounds = 1000;
    int written = 0;
    Worker<Integer> reader =
        workers.virtual(
            "read",
            () -> {
              int count = 0;
              while (in.read() >= 0) {
                count++;
              }
              return count;
            });
    for (int i = 0; i < rounds; i++) {
      CountDownLatch started = new CountDownLatch(1);
      Worker<Boolean> writer =
          workers.virtual(
              "write",
              () -> {
                started.countDown();
                try {
                  out.write(1);
                  return true;
                } catch (InterruptedIOException e) {
                  return false;
                }
              });
      started.await();
      writer.interrupt();
      written += writer.result() ? 1 : 0;
    }
    out.close();
    assertThat(reader.result()).isEqualTo(written);
  }

  @Test
  void streamsOfTheJdkWorkOverIt() throws IOException {
    String text = "grüß dich\n".repeat(10_000);
    Worker<Void> writer =
        workers.virtual(
            "write",
            () -> {
              try (OutputStream to = out) {
                to.write(bytes(text));
              }
            });
    assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo(text);
    writer.result();
  }

  private String text(int most) throws IOException {
    byte[] some = new byte[most];
    return new String(some, 0, in.read(some), UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
