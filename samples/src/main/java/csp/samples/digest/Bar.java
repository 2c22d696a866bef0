// SPDX-License-Identifier: Apache-2.0
package csp.samples.digest;

import csp.Channel;
import csp.Received;
import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * A progress bar on a terminal, or nothing elsewhere. The library paints it in a thread of its own;
 * here it only sends what it has painted, and whoever writes to the terminal draws the latest.
 */
final class Bar implements AutoCloseable {
  private static final String ERASE = "\r\033[K";
  private static final long MEGABYTE = 1_000_000;

  private final Channel<String> painted = Channel.named("painted").conflated();
  private final PrintStream terminal;
  private final @Nullable ProgressBar bar;
  private boolean drawn; // of the thread that draws

  /** A bar on a terminal of so many columns; none if that is 0. */
  Bar(PrintStream terminal, int columns) {
    this.terminal = terminal;
    this.bar = columns == 0 ? null : start(columns);
  }

  /** Says that so many bytes are done. Any thread may call it. */
  void step(long bytes) {
    if (bar != null) {
      bar.stepBy(bytes);
    }
  }

  /** Says how many bytes there are; until then the bar just moves. Any thread may call it. */
  void total(long bytes) {
    if (bar != null) {
      bar.maxHint(bytes);
    }
  }

  boolean isShown() {
    return bar != null;
  }

  void draw() {
    if (painted.tryReceive() instanceof Received.Value(var latest)) {
      erase();
      terminal.print(latest);
      terminal.flush();
      drawn = true;
    }
  }

  void erase() {
    if (drawn) {
      terminal.print(ERASE);
      terminal.flush();
      drawn = false;
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }

  private ProgressBar start(int columns) {
    return new ProgressBarBuilder()
        .setTaskName("digest")
        .setInitialMax(-1)
        .setUnit(" MB", MEGABYTE)
        .showSpeed()
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis((int) Report.TICK.toMillis())
        .setConsumer(new Painted(columns - 3)) // so that "^C" does not wrap
        .build();
  }

  /** Where the library puts what it has painted. */
  private final class Painted implements ProgressBarConsumer {
    private final int columns;

    Painted(int columns) {
      this.columns = columns;
    }

    @Override
    public int getMaxRenderedLength() {
      return columns;
    }

    @Override
    public void accept(String rendered) {
      painted.trySend(rendered);
    }

    @Override
    public void close() {}
  }
}
