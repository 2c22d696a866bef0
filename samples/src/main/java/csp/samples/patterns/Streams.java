// SPDX-License-Identifier: Apache-2.0
package csp.samples.patterns;

import static csp.select.Select.onSend;
import static csp.select.Select.select;

import csp.Channel;
import csp.ReceiveChannel;
import csp.SendChannel;
import csp.context.CancellableContext;
import csp.context.Context;
import csp.context.ContextException;
import csp.pipeline.Pipeline;
import csp.sync.WaitGroup;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Channels made of channels. */
final class Streams {
  private Streams() {}

  /**
   * Source: Concurrency in Go, "The or-done-channel". Same: a loop over a channel that also ends
   * when nobody needs it any more. Shorter: {@code until} is that, without a goroutine.
   */
  static void orDone(PrintWriter out) {
    try (CancellableContext context = Context.withCancel(Context.background())) {
      for (int number : Generators.countFrom(1, context).until(context)) {
        out.println(number);
        if (number == 3) {
          context.cancel();
        }
      }
    } catch (ContextException e) {
      out.println(e.getMessage());
    }
  }

  /**
   * Source: Concurrency in Go, "The tee-channel". Same: each value goes to both sides before the
   * next is taken, and whichever is ready first gets it first. Shorter: the select returns the
   * other side, which then gets it too; there are no copies of variables to set to nil.
   */
  static void tee(PrintWriter out) throws InterruptedException {
    List<ReceiveChannel<Integer>> sides = tee(Context.background(), Generators.count(1, 4));
    List<Integer> left = new ArrayList<>();
    List<Integer> right = new ArrayList<>();
    WaitGroup both = new WaitGroup();
    both.go(() -> sides.getFirst().forEach(left::add));
    both.go(() -> sides.getLast().forEach(right::add));
    both.await();
    out.println("left:  " + left);
    out.println("right: " + right);
  }

  /** Two channels with all that {@code values} delivers. */
  static <T> List<ReceiveChannel<T>> tee(Context context, ReceiveChannel<T> values) {
    Channel<T> left = Channel.unbuffered();
    Channel<T> right = Channel.unbuffered();
    GoUntil.goUntil(
        context,
        () -> {
          try (left;
              right) {
            for (T value : values.until(context)) {
              SendChannel<T> other =
                  select(
                      context, onSend(left, value, () -> right), onSend(right, value, () -> left));
              Objects.requireNonNull(other, "both clauses have a result").send(value, context);
            }
          }
        });
    return List.of(left, right);
  }

  /**
   * Source: Concurrency in Go, "The bridge-channel". Same: a channel of channels becomes one
   * channel of all their values, in order. Shorter: {@code flatMap}.
   */
  static void bridge(PrintWriter out) throws Exception {
    out.println("by hand:  " + bridge(Context.background(), three()).stream().toList());
    List<Integer> flat =
        Pipeline.from(three()).flatMap(Pipeline::from).collect(Collectors.toList());
    out.println("pipeline: " + flat);
  }

  private static ReceiveChannel<ReceiveChannel<Integer>> three() throws InterruptedException {
    Channel<ReceiveChannel<Integer>> channels = Channel.buffered(3);
    try (channels) {
      channels.sendAll(
          List.of(Generators.count(1, 2), Generators.count(3, 3), Generators.count(4, 6)));
    }
    return channels;
  }

  /** All that the channels in {@code channels} deliver, one after the other. */
  static <T> ReceiveChannel<T> bridge(
      Context context, ReceiveChannel<? extends ReceiveChannel<T>> channels) {
    Channel<T> values = Channel.unbuffered();
    GoUntil.goUntil(
        context,
        () -> {
          try (values) {
            for (ReceiveChannel<T> channel : channels.until(context)) {
              for (T value : channel.until(context)) {
                values.send(value, context);
              }
            }
          }
        });
    return values;
  }
}
