// SPDX-License-Identifier: Apache-2.0
package csp.det.lin;

import static csp.det.lin.Op.Form.CANCELLABLE;
import static csp.det.lin.Op.Form.PLAIN;
import static csp.det.lin.Op.Form.TRY;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Two channels. Each element of a batch is a step of its own; that a batch takes all that is there
 * is not demanded, since it looks for how many there are before it takes them. Select first takes
 * the second channel only where the first had nothing. Two calls that do not wait do not meet.
 *
 * <p>State: the two buffers, and two bits that say which channel is closed.
 */
final class ChannelSpec implements Spec {
  /** The capacity of a channel of one that drops the oldest. */
  static final int DROPPING = -1;

  private static final int MOST = 2; // elements of a batch
  private static final String OTHERWISE = "?"; // the result of no call

  private static final List<Op> OPS =
      Op.menu()
          .add("send", Op.ALL_FORMS)
          .add("receive", Op.ALL_FORMS)
          .add("either", Op.ALL_FORMS)
          .add("both", Op.ALL_FORMS)
          .add("first", Op.ALL_FORMS)
          .add("selector", Op.ALL_FORMS)
          .add("sendAll", PLAIN, CANCELLABLE)
          .add("batch", PLAIN, TRY, CANCELLABLE)
          .add("close", PLAIN, TRY)
          .list();

  private final int[] capacities = new int[2];
  private final int targets;

  ChannelSpec(SplittableRandom random) {
    for (int i = 0; i < 2; i++) {
      int kind = random.nextInt(8);
      capacities[i] = kind == 7 ? DROPPING : kind % 4 % 3; // more often unbuffered
    }
    targets = 1 + random.nextInt(2);
  }

  @Override
  public List<Op> ops() {
    return OPS;
  }

  @Override
  public int target(SplittableRandom random) {
    return random.nextInt(targets);
  }

  @Override
  public long start() {
    return 0;
  }

  @Override
  public void steps(Call call, int phase, long state, Offer offer) {
    switch (call.op.name()) {
      case "send", "sendAll" -> send(call, phase, state, offer);
      case "receive" -> receive("", call.target, state, offer);
      case "batch" -> batch(call, phase, state, offer);
      case "either" -> {
        receive("0:", 0, state, offer);
        receive("1:", 1, state, offer);
      }
      case "first" -> {
        int channel = hasElement(state, 0) || isClosed(state, 0) ? 0 : 1;
        receive(channel + ":", channel, state, offer);
      }
      case "both" -> {
        send(call, phase, state, offer);
        receive(1 - call.target + ":", 1 - call.target, state, offer);
      }
      case "selector" -> {
        boolean off = true;
        for (int channel = 0; channel < 2; channel++) {
          off &= isClosed(state, channel) && !hasElement(state, channel);
          if (hasElement(state, channel)) {
            receive(channel + ":", channel, state, offer);
          }
        }
        if (off) {
          offer.end(state, ChannelCalls.OFF);
        }
      }
      case "close" -> {
        if (!isClosed(state, call.target)) {
          offer.end(state | 1L << 2 * Fifo.BITS + call.target, Call.OK);
        } else if (call.is(PLAIN)) {
          offer.end(state, Call.REFUSED);
        }
      }
      default -> throw new AssertionError(call);
    }
  }

  private void send(Call call, int phase, long state, Offer offer) {
    int channel = call.target;
    String prefix = call.op.name().equals("both") ? channel + ":" : "";
    String suffix = call.op.name().equals("sendAll") ? " " + phase : "";
    if (isClosed(state, channel)) {
      offer.end(state, prefix + Call.REFUSED + suffix);
      return;
    }
    long buffer = buffer(state, channel);
    int capacity = Math.abs(capacities[channel]);
    if (Fifo.size(buffer) == capacity && capacities[channel] != DROPPING) {
      return;
    }
    long room = Fifo.size(buffer) == capacity ? Fifo.tail(buffer) : buffer;
    long next = withBuffer(state, channel, Fifo.add(room, call.value + phase));
    if (hasMore(call, phase)) {
      offer.step(next, phase + 1);
    } else {
      offer.end(next, prefix + Call.OK);
    }
  }

  private static boolean hasMore(Call call, int phase) {
    return call.op.name().equals("sendAll") && phase + 1 < MOST;
  }

  private static void receive(String prefix, int channel, long state, Offer offer) {
    if (hasElement(state, channel)) {
      long buffer = buffer(state, channel);
      offer.end(
          withBuffer(state, channel, Fifo.tail(buffer)), prefix + Call.said(Fifo.head(buffer)));
    } else if (isClosed(state, channel)) {
      offer.end(state, prefix + Call.CLOSED);
    }
  }

  /** The phase is how many it has. */
  private static void batch(Call call, int phase, long state, Offer offer) {
    if (phase > 0 && phase == call.got.length) {
      offer.end(state, call.result);
    } else if (hasElement(state, call.target)) {
      long buffer = buffer(state, call.target);
      long next = withBuffer(state, call.target, Fifo.tail(buffer));
      if (phase < call.got.length && call.got[phase] == Fifo.head(buffer)) {
        offer.step(next, phase + 1);
      } else {
        offer.end(next, OTHERWISE);
      }
    } else if (phase == 0 && isClosed(state, call.target) && !call.is(TRY)) {
      offer.end(state, Call.CLOSED);
    }
  }

  @Override
  public void leave(Call call, int phase, long state, String reason, Offer offer) {
    if (call.op.name().equals("sendAll")) {
      offer.end(state, reason + " " + phase);
    } else if (phase == 0) {
      offer.end(state, reason);
    }
  }

  @Override
  public boolean hasMeetings() {
    return capacities[0] == 0 || capacities[1] == 0;
  }

  @Override
  public void meet(
      Call sender, int senderPhase, Call receiver, int receiverPhase, long state, Meeting offer) {
    if (isImmediate(sender, senderPhase) && isImmediate(receiver, receiverPhase)) {
      return;
    }
    for (int channel = 0; channel < 2; channel++) {
      if (capacities[channel] == 0
          && !isClosed(state, channel)
          && sendsOn(sender, channel)
          && receivesFrom(receiver, channel, state)) {
        int value = sender.value + senderPhase;
        String sent = sender.op.name().equals("both") ? channel + ":" + Call.OK : Call.OK;
        receive(
            receiver,
            receiverPhase,
            channel,
            value,
            (phase, result) ->
                offer.both(
                    senderPhase + 1, hasMore(sender, senderPhase) ? null : sent, phase, result));
      }
    }
  }

  private interface Receipt {
    void got(int phase, String result);
  }

  private static void receive(Call call, int phase, int channel, int value, Receipt receipt) {
    switch (call.op.name()) {
      case "receive" -> receipt.got(0, Call.said(value));
      case "batch" -> {
        boolean fits = phase < call.got.length && call.got[phase] == value;
        if (phase < MOST) {
          receipt.got(phase + 1, fits ? null : OTHERWISE);
        }
      }
      default -> receipt.got(0, channel + ":" + value);
    }
  }

  private static boolean isImmediate(Call call, int phase) {
    return call.is(TRY) || call.op.name().equals("batch") && phase > 0;
  }

  private static boolean sendsOn(Call call, int channel) {
    return switch (call.op.name()) {
      case "send", "sendAll", "both" -> call.target == channel;
      default -> false;
    };
  }

  private static boolean receivesFrom(Call call, int channel, long state) {
    return switch (call.op.name()) {
      case "receive", "batch" -> call.target == channel;
      case "both" -> call.target != channel;
      case "first" -> channel == 0 || !hasElement(state, 0) && !isClosed(state, 0);
      case "either", "selector" -> true;
      default -> false;
    };
  }

  private static long buffer(long state, int channel) {
    return state >>> Fifo.BITS * channel & Fifo.MASK;
  }

  private static long withBuffer(long state, int channel, long buffer) {
    int shift = Fifo.BITS * channel;
    return state & ~(Fifo.MASK << shift) | buffer << shift;
  }

  private static boolean hasElement(long state, int channel) {
    return buffer(state, channel) != 0;
  }

  private static boolean isClosed(long state, int channel) {
    return (state >>> 2 * Fifo.BITS + channel & 1) != 0;
  }

  @Override
  public Subject subject() {
    return new ChannelCalls(capacities);
  }

  @Override
  public String toString() {
    return "capacities " + capacities[0] + " and " + capacities[1];
  }
}
