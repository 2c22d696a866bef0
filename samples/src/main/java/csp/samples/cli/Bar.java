// SPDX-License-Identifier: Apache-2.0
package csp.samples.cli;

import csp.Channel;
import csp.Received;
import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * A progress bar on a terminal, or nothing elsewhere. The library paints it in a thread of its own;
 * here it only sends what it has painted, and whoever writes to the terminal draws the latest.
 */
public final class Bar implements AutoCloseable {
  /** How often it is painted. */
  public static final Duration TICK = Duration.ofMillis(100);

  private static final String ERASE = "\r\033[K";
  private static final long MEGABYTE = 1_000_000;

  private final Channel<String> painted = Channel.named("painted").conflated();
  private final PrintStream terminal;
  private final @Nullable ProgressBar bar;
  private boolean drawn; // of the thread that draws

  /** A bar for {@code task} on a terminal of so many columns; none if that is 0. */
  public Bar(String task, PrintStream terminal, int columns) {
    this.terminal = terminal;
    this.bar = columns == 0 ? null : start(task, columns);
  }

  /** Says that so many bytes are done. Any thread may call it. */
  public void step(long bytes) {
    if (bar != null) {
      bar.stepBy(bytes);
    }
  }

  /** Says how many bytes there are; until then the bar just moves. Any thread may call it. */
  public void total(long bytes) {
    if (bar != null) {
      bar.maxHint(bytes);
    }
  }

  /** Whether there is one. */
  public boolean isShown() {
    return bar != null;
  }

  /** Draws what was painted last. */
  public void draw() {
    if (painted.tryReceive() instanceof Received.Value(var latest)) {
      erase();
      terminal.print(latest);
      terminal.flush();
      drawn = true;
    }
  }

  /** Makes room for something else. */
  public void erase() {
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

  private ProgressBar start(String task, int columns) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(-1)
        .setUnit(" MB", MEGABYTE)
        .showSpeed()
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis((int) TICK.toMillis())
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
