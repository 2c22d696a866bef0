// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import csp.Broadcast;
import csp.Broadcast.Subscription;
import csp.Channel;
import csp.ChannelStatus;
import csp.ReceiveChannel;
import csp.det.Options;
import csp.det.Report;
import csp.det.Scenario;
import csp.det.Schedules;
import csp.internal.channel.BroadcastChannel;
import csp.internal.channel.ReceiveEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** How the scenarios of this library are run, and what several of them ask in the end. */
public final class Scenarios {
  /** A machine with other work to do may need that long for what takes a second. */
  private static final Duration PATIENCE = Duration.ofSeconds(50);

  private Scenarios() {}

  /**
   * All schedules with at most two preemptions, stopping at every atomic access, with race
   * detector.
   */
  static Options twoPreemptions() {
    return library(Options.exhaustive(2)).within(PATIENCE);
  }

  /** The same with three preemptions, for what has not too many schedules. */
  static Options threePreemptions() {
    return library(Options.exhaustive(3)).within(PATIENCE);
  }

  /** {@code options}, and the races that the library means to have: docs/memory-model.md. */
  public static Options library(Options options) {
    return options
        .benign("csp.internal.park.WaitSite.spinCredit", "a lost update costs some spinning")
        .benign("csp.internal.park.Spinner.pauseNanos", "a lost update costs some spinning")
        .benign("csp.internal.park.Spinner.followingProbes", "a lost update costs some spinning")
        .benign("csp.internal.park.Waiter.reason", "a dump may show an old reason")
        .benign("csp.sync.Once$Site.runner", "a thread looks for itself, and only it writes itself")
        .benign("csp.sync.Flight.runner", "a thread looks for itself, and only it writes itself")
        .benign("csp.sync.PoolStripe.length", "an old length misses an item, as a pool may");
  }

  /** Explores; fails unless all schedules were tried that were to be. */
  static void exhaust(Options options, Scenario scenario) {
    Report report = Schedules.explore(options, scenario);
    assertThat(report.exhausted()).as(report::coverage).isTrue();
  }

  /**
   * For a scenario with too many schedules: all with at most one preemption, then {@code samples}
   * with random priorities that change twice, and as many random walks; each with {@code extras}.
   */
  static void exhaustOneAndSample(long samples, UnaryOperator<Options> extras, Scenario scenario) {
    exhaust(extras.apply(library(Options.exhaustive(1))), scenario);
    Schedules.explore(extras.apply(library(Options.pct(3, samples))), scenario);
    Schedules.explore(extras.apply(library(Options.random(samples))), scenario);
  }

  /** Fails if a waiter was forgotten on one of {@code channels}, or its state is not sound. */
  static void settled(ReceiveChannel<?>... channels) {
    for (ReceiveChannel<?> channel : channels) {
      assertThat(channel.waitingReceivers()).as("receivers of %s", channel).isZero();
      assertThat(channel.waitingSenders()).as("senders of %s", channel).isZero();
      ((ReceiveEnd<?>) channel).checkInvariants();
    }
  }

  /** The same of {@code broadcast} and those of its subscriptions that are given. */
  static void settled(Broadcast<?> broadcast, Subscription<?>... subscriptions) {
    assertThat(broadcast.waitingSenders()).as("senders of %s", broadcast).isZero();
    ((BroadcastChannel<?>) broadcast).core().checkInvariants();
    settled((ReceiveChannel<?>[]) subscriptions);
  }

  /**
   * {@return what is left in {@code channel}, which it takes out} Fails if that is not {@link
   * #settled}: taking out would clear away who was forgotten.
   */
  static <T> List<T> left(ReceiveChannel<T> channel) {
    settled(channel);
    List<T> left = new ArrayList<>();
    channel.drainTo(left, Integer.MAX_VALUE);
    return left;
  }

  /** Waits until {@code count} senders wait for {@code channel}. */
  static void awaitSenders(ChannelStatus channel, int count) {
    while (channel.waitingSenders() < count) {
      Thread.onSpinWait();
    }
  }

  /** Waits until {@code count} receivers wait for {@code channel}. */
  static void awaitReceivers(ChannelStatus channel, int count) {
    while (channel.waitingReceivers() < count) {
      Thread.onSpinWait();
    }
  }

  /** Waits for the interrupt that is on its way: for ever, which is a leak, if it was lost. */
  static void awaitInterrupt() {
    try {
      Channel.nil().receive();
      throw new AssertionError("received from the nil channel");
    } catch (InterruptedException expected) {
      // heard, and with that consumed
    }
  }
}
