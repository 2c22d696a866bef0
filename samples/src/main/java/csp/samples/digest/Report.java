// SPDX-License-Identifier: Apache-2.0
package csp.samples.digest;

import csp.ChannelClosedException;
import csp.ReceiveChannel;
import csp.Received;
import csp.context.Context;
import csp.context.ContextException;
import csp.samples.cli.Bar;
import csp.samples.files.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The only one who writes, so that lines, complaints and the progress bar do not run into each
 * other, though all may go to one terminal. For one thread.
 */
final class Report {
  private static final int ENOUGH = 32 * 1024;
  private static final byte[] TWO_SPACES = {' ', ' '};

  private final ByteArrayOutputStream lines = new ByteArrayOutputStream(2 * ENOUGH);
  private final long startNanos = System.nanoTime();
  private final PrintStream out;
  private final PrintStream err;
  private final Bar bar;
  private long shownNanos = startNanos;
  private long files;
  private long bytes;
  private long failures;

  Report(PrintStream out, PrintStream err, Bar bar) {
    this.out = out;
    this.err = err;
    this.bar = bar;
  }

  /**
   * Receives, and meanwhile shows from time to time how far it is.
   *
   * @return null when {@code channel} is closed and drained
   * @throws ChannelClosedException if it was closed with a failure
   * @throws ContextException if {@code context} has ended, a tick ago at most; nothing was received
   */
  <T> @Nullable T await(ReceiveChannel<T> channel, Context context)
      throws InterruptedException, IOException {
    Received<T> received;
    do {
      ContextException ended = context.error();
      if (ended != null) {
        throw ended;
      }
      received = channel.tryReceive(Bar.TICK);
      tickIfDue();
    } while (received instanceof Received.Empty);
    return received instanceof Received.Value(var value) ? value : channel.receive();
  }

  void add(Result result) throws IOException {
    switch (result) {
      case Result.Hashed hashed -> {
        files++;
        bytes += hashed.bytes();
        addLine(hashed);
      }
      case Result.Failed(Failure failure) -> {
        failures++;
        flush();
        err.println("digest: " + failure.name() + ": " + failure.why());
      }
    }
    tickIfDue();
  }

  /** Writes what there is. */
  void flush() throws IOException {
    bar.erase();
    out.write(lines.toByteArray());
    lines.reset();
    if (out.checkError()) { // which flushes, too
      throw new IOException("cannot write the output");
    }
  }

  /** Writes what there is, and, unless {@code quiet}, how far it came. */
  void end(String how, boolean quiet) {
    bar.erase();
    out.writeBytes(lines.toByteArray());
    out.flush();
    if (!quiet) {
      err.println("digest: " + how + summary());
    }
  }

  boolean hasFailures() {
    return failures > 0;
  }

  private String summary() {
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    double megabytes = bytes / 1e6;
    String what = files == 1 ? "file" : "files";
    String failed = failures == 0 ? "" : String.format(Locale.ROOT, ", %,d failed", failures);
    return String.format(
        Locale.ROOT,
        "%,d %s, %,.1f MB in %.2f s, %,.1f MB/s%s",
        files,
        what,
        megabytes,
        seconds,
        megabytes / seconds,
        failed);
  }

  private void tickIfDue() throws IOException {
    long now = System.nanoTime();
    if (now - shownNanos >= Bar.TICK.toNanos()) {
      shownNanos = now;
      flush();
      bar.draw();
    }
  }

  private void addLine(Result.Hashed hashed) throws IOException {
    if (hashed.name().needsEscape()) {
      lines.write('\\');
    }
    lines.writeBytes(hashed.hex().getBytes(StandardCharsets.US_ASCII));
    lines.writeBytes(TWO_SPACES);
    lines.writeBytes(hashed.name().escaped());
    lines.write('\n');
    if (lines.size() > ENOUGH) {
      flush();
    }
  }
}
