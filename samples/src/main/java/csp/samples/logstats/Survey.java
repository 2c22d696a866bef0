// SPDX-License-Identifier: Apache-2.0
package csp.samples.logstats;

import static csp.select.Select.doOnReceive;

import csp.Channel;
import csp.ChannelClosedException;
import csp.ReceiveChannel;
import csp.SendChannel;
import csp.Ticker;
import csp.Timers;
import csp.context.Context;
import csp.pipeline.Outlet;
import csp.pipeline.Pipeline;
import csp.samples.cli.Bar;
import csp.samples.text.Block;
import csp.samples.text.Blocks;
import csp.samples.text.Border;
import csp.samples.text.Feed;
import csp.select.Selector;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log, to its end or for ever, and adds up what is in it. What fails is thrown as a {@link
 * ChannelClosedException} with the failure as its cause. For one thread.
 */
final class Survey {
  /** How much is read at a time. */
  static final int BLOCK = 256 * 1024;

  private final int jobs;
  private final Context context;
  private final Stats known = new Stats();
  private Stats recent = new Stats(); // those that no rates were told of yet; not in known
  private Instant recentSince = Instant.MIN;
  private boolean over;

  /** A survey that works on so many blocks at a time, until {@code context} ends. */
  Survey(int jobs, Context context) {
    this.jobs = jobs;
    this.context = context;
  }

  /** What was found. */
  Stats known() {
    known.addAll(recent);
    recent = new Stats();
    return known;
  }

  /** Reads a file to its end. */
  void readAll(Path path, Bar bar) throws InterruptedException {
    try (Feed<Block> feed = new Feed<>(to -> read(path, to, bar));
        Outlet<Stats> parts = parts(feed).open(0);
        Ticker ticker = Timers.ticker(Bar.TICK);
        Selector selector =
            Selector.priority(
                doOnReceive(ticker.channel(), _ -> bar.draw()),
                doOnReceive(parts.channel(), this::add).onClosed(() -> {}))) {
      while (!parts.channel().isDrained()) {
        selector.select(context);
      }
    }
  }

  /** Tells what {@link #follow} finds. */
  interface Listener {
    /** Something has become of the file. */
    void note(String what);

    /** What came in {@code time} up to {@code end}. */
    void rates(Instant end, Duration time, Stats stats);

    /** Whether somebody listens. */
    boolean isThere();
  }

  /** Reads what comes, for {@code length} or for ever, and tells rates every {@code interval}. */
  void follow(
      Path path, boolean fromStart, Duration interval, @Nullable Duration length, Listener listener)
      throws IOException, InterruptedException {
    Channel<String> notes = Channel.named("notes").unbuffered();
    ReceiveChannel<Instant> end = length == null ? Channel.nil() : Timers.after(length);
    recentSince = Timers.now();
    try (Feed<Block> feed = new Feed<>(new Tail(path, fromStart, notes));
        Outlet<Stats> parts = parts(feed).open(0);
        Ticker ticker = Timers.ticker(interval);
        // In order of priority: however much comes, it ends in time, and rates are told in time.
        Selector selector =
            Selector.priority(
                doOnReceive(end, _ -> over = true),
                doOnReceive(ticker.channel(), at -> tell(interval, at, listener)),
                doOnReceive(notes, note -> listener.note(Objects.requireNonNull(note))),
                doOnReceive(parts.channel(), this::add))) {
      while (!over && listener.isThere()) {
        selector.select(context);
      }
    }
  }

  private Pipeline<Stats> parts(Feed<Block> feed) {
    return Pipeline.from(feed.channel()).parallel(jobs, Stats::of);
  }

  private static void read(Path path, SendChannel<Block> to, Bar bar)
      throws IOException, InterruptedException {
    try (ReadableByteChannel log = Files.newByteChannel(path)) {
      Blocks blocks = new Blocks(log, Border.LINES, BLOCK, bar::step);
      for (Block block = blocks.next(); block != null; block = blocks.next()) {
        to.send(block);
      }
    }
  }

  private void add(@Nullable Stats part) {
    recent.addAll(Objects.requireNonNull(part));
  }

  private void tell(Duration interval, @Nullable Instant at, Listener listener) {
    Instant now = Objects.requireNonNull(at);
    Duration time = Duration.between(recentSince, now);
    // The machine's clock may have been set.
    listener.rates(now, time.isPositive() ? time : interval, recent);
    recentSince = now;
    known.addAll(recent);
    recent = new Stats();
  }
}
