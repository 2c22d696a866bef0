// SPDX-License-Identifier: Apache-2.0
package csp.samples.pipe;

import static csp.Go.go;

import csp.samples.AtLeastOne;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How do threads wait until a state that they share has changed? With a mutex around the state and
 * a condition variable for each thing somebody may wait for: {@link MemoryPipe}. Here one goroutine
 * writes into such a pipe, and this thread reads from it. What fails on either side is the error
 * with which it closes its end, so that the other side stops, too, and knows why.
 */
@Command(
    name = "pipe",
    description = {
      "How do threads wait until a state that they share has changed?",
      "",
      "Copies stdin to stdout, through a pipe in memory that has no buffer. With --generate,"
          + " prints the SHA-256 of what went through, and how fast.",
      ""
    },
    footer = {
      "",
      "Exit status: 0 if all is well, 1 if stdin or stdout failed, 2 for a bad option."
    })
public final class Pipe implements Callable<Integer> {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final long MEBIBYTE = 1 << 20;

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;

  @Option(
      names = "--generate",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description = "Reads no stdin, but makes N MiB of noise, the same each time.")
  private @Nullable Integer mebibytes;

  @Option(
      names = "--chunk",
      paramLabel = "BYTES",
      converter = AtLeastOne.class,
      description = "How much goes over at a time, at most; ${DEFAULT-VALUE} if not said.")
  private int chunk = 64 * 1024;

  /** Copies {@code in} to {@code out}; {@code err} gets the complaints. */
  public Pipe(InputStream in, PrintStream out, PrintStream err) {
    this.in = in;
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      if (mebibytes == null) {
        pass(in, new Checked(out));
      } else {
        generate(mebibytes * MEBIBYTE);
      }
      return OK;
    } catch (IOException e) {
      err.println("pipe: " + e.getMessage());
      return FAILED;
    }
  }

  private void generate(long bytes) throws IOException, InterruptedException {
    MessageDigest sha256 = sha256();
    long start = System.nanoTime();
    pass(new Noise(bytes), new DigestOutputStream(OutputStream.nullOutputStream(), sha256));
    double seconds = (System.nanoTime() - start) / 1e9;
    out.printf(
        Locale.ROOT,
        "%s  %,d MiB in %.3f s, %,.0f MB/s%n",
        HexFormat.of().formatHex(sha256.digest()),
        bytes / MEBIBYTE,
        seconds,
        bytes / 1e6 / seconds);
  }

  /** Copies through a pipe, and waits for the end of the goroutine that writes into it. */
  private void pass(InputStream source, OutputStream sink)
      throws IOException, InterruptedException {
    MemoryPipe pipe = new MemoryPipe();
    Thread writer = go("write", () -> write(source, new WriteEnd(pipe)));
    ReadEnd end = new ReadEnd(pipe);
    try {
      copy(end, sink);
      sink.flush();
    } catch (IOException e) {
      end.close(e);
      throw e;
    } finally {
      end.close(); // whatever happened, nobody reads any more
      writer.join();
    }
  }

  private void write(InputStream source, WriteEnd end) {
    try {
      copy(source, end);
      end.close();
    } catch (IOException e) {
      end.close(e); // does nothing if it is the reading side that failed
    } catch (Throwable e) {
      end.close(new IOException("failed", e)); // or the other side would wait for ever
      throw e;
    }
  }

  private void copy(InputStream from, OutputStream to) throws IOException {
    byte[] bytes = new byte[chunk];
    for (int count = from.read(bytes); count >= 0; count = from.read(bytes)) {
      to.write(bytes, 0, count);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /** A print stream that says so when it fails, as other streams do. */
  private static final class Checked extends OutputStream {
    private final PrintStream to;

    Checked(PrintStream to) {
      this.to = to;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      to.write(bytes, offset, length);
      flush();
    }

    @Override
    public void flush() throws IOException {
      if (to.checkError()) { // which flushes
        throw new IOException("cannot write the output");
      }
    }
  }
}
