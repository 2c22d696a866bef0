// SPDX-License-Identifier: Apache-2.0
package csp.det.lin;

import csp.Channel;
import csp.ChannelClosedException;
import csp.IncompleteSendException;
import csp.InterruptedSendException;
import csp.Received;
import csp.guinea.Parcel;
import csp.select.Clause;
import csp.select.Select;
import csp.select.Selector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The channels of one run. */
final class ChannelCalls implements Spec.Subject {
  /** What a selector says whose clauses are all switched off. */
  static final String OFF = "off";

  private final List<Channel<Parcel>> channels = new ArrayList<>();
  private final Map<String, Rounds> selectors = new HashMap<>(); // by thread and form

  ChannelCalls(int[] capacities) {
    for (int capacity : capacities) {
      channels.add(
          capacity == ChannelSpec.DROPPING
              ? Channel.named("dropping").dropOldest(1)
              : Channel.buffered(capacity));
    }
  }

  @Override
  public String make(Call call, Ending ending) throws InterruptedException {
    try {
      return switch (call.op.name()) {
        case "send" -> send(channels.get(call.target), call, ending);
        case "receive" -> receive(channels.get(call.target), call, ending);
        case "sendAll" -> sendAll(channels.get(call.target), call, ending);
        case "batch" -> batch(channels.get(call.target), call, ending);
        case "either" -> select(false, call, ending, onReceive(0), onReceive(1));
        case "first" -> select(true, call, ending, onReceive(0), onReceive(1));
        case "both" -> select(false, call, ending, onSend(call), onReceive(1 - call.target));
        case "selector" -> rounds(call).next(call, ending);
        case "close" -> close(channels.get(call.target), call);
        default -> throw new AssertionError(call);
      };
    } catch (ChannelClosedException e) {
      return call.op.name().equals("both") ? call.target + ":" + Call.REFUSED : Call.REFUSED;
    }
  }

  private Rounds rounds(Call call) {
    String key = call.thread + " " + call.op.form();
    Rounds known = selectors.get(key);
    if (known == null) { // not computeIfAbsent: other threads come in between
      known = new Rounds(call);
      selectors.put(key, known);
    }
    return known;
  }

  private static String send(Channel<Parcel> channel, Call call, Ending ending)
      throws InterruptedException {
    Parcel parcel = Parcel.of(call.value);
    boolean sent = true;
    switch (call.op.form()) {
      case TRY -> sent = channel.trySend(parcel);
      case TIMED -> sent = channel.trySend(parcel, Ending.LIMIT);
      case CANCELLABLE -> channel.send(parcel, ending);
      default -> channel.send(parcel);
    }
    return sent ? Call.OK : Call.NOT_NOW;
  }

  private static String receive(Channel<Parcel> channel, Call call, Ending ending)
      throws InterruptedException {
    return switch (call.op.form()) {
      case TRY -> said(channel.tryReceive());
      case TIMED -> said(channel.tryReceive(Ending.LIMIT));
      case CANCELLABLE -> said(channel.receive(ending));
      default -> said(channel.receive());
    };
  }

  private static String sendAll(Channel<Parcel> channel, Call call, Ending ending) {
    List<Parcel> parcels = List.of(Parcel.of(call.value), Parcel.of(call.value + 1));
    try {
      if (call.is(Op.Form.CANCELLABLE)) {
        channel.sendAll(parcels, ending);
      } else {
        channel.sendAll(parcels);
      }
      return Call.OK;
    } catch (InterruptedSendException e) {
      return Call.INTERRUPTED + " " + e.sent();
    } catch (InterruptedException e) {
      throw new AssertionError("does not say how many were sent", e);
    } catch (Ending.Cancelled e) {
      return Call.CANCELLED + " " + IncompleteSendException.sentBefore(e).orElse(0);
    } catch (ChannelClosedException e) {
      return Call.REFUSED + " " + e.sent();
    }
  }

  private static String batch(Channel<Parcel> channel, Call call, Ending ending)
      throws InterruptedException {
    List<Parcel> got = new ArrayList<>();
    int number =
        switch (call.op.form()) {
          case TRY -> channel.drainTo(got, 2);
          case CANCELLABLE -> channel.receiveBatch(got, 2, ending);
          default -> channel.receiveBatch(got, 2);
        };
    call.got = got.stream().mapToInt(Parcel::open).toArray();
    if (number != got.size()) {
      throw new AssertionError("says " + number + ", received " + got.size());
    }
    if (number > 0) {
      return got.stream().map(ChannelCalls::said).collect(Collectors.joining(" "));
    }
    return call.is(Op.Form.TRY) ? Call.NOT_NOW : Call.CLOSED;
  }

  private static String close(Channel<Parcel> channel, Call call) {
    if (call.is(Op.Form.TRY)) {
      return channel.tryClose() ? Call.OK : Call.NOT_NOW;
    }
    channel.close();
    return Call.OK;
  }

  private Clause<String> onReceive(int channel) {
    return Select.onReceive(channels.get(channel), parcel -> channel + ":" + said(parcel));
  }

  private Clause<String> onSend(Call call) {
    return Select.onSend(
        channels.get(call.target), Parcel.of(call.value), () -> call.target + ":" + Call.OK);
  }

  private static String select(
      boolean first, Call call, Ending ending, Clause<String> one, Clause<String> other)
      throws InterruptedException {
    Clause<String> otherwise = otherwise(call);
    if (call.is(Op.Form.CANCELLABLE)) {
      return first ? Select.selectFirst(ending, one, other) : Select.select(ending, one, other);
    }
    return first ? Select.selectFirst(one, other, otherwise) : Select.select(one, other, otherwise);
  }

  /** A default, a time-out, or nothing. */
  private static Clause<String> otherwise(Call call) {
    return switch (call.op.form()) {
      case TRY -> Select.onDefault(() -> Call.NOT_NOW);
      case TIMED -> Select.onTimeout(Ending.LIMIT, () -> Call.NOT_NOW);
      default -> null;
    };
  }

  /** A selector of one thread, which stays queued between its rounds. */
  private final class Rounds {
    private final Selector selector;
    private String said;

    Rounds(Call call) {
      Clause<String> otherwise = otherwise(call);
      selector =
          Selector.random(
              Select.doOnReceive(channels.get(0), parcel -> said = "0:" + said(parcel)),
              Select.doOnReceive(channels.get(1), parcel -> said = "1:" + said(parcel)),
              otherwise == null ? null : noted(call));
    }

    private Clause<Object> noted(Call call) {
      return call.is(Op.Form.TRY)
          ? Select.onDefault(() -> said = Call.NOT_NOW)
          : Select.onTimeout(Ending.LIMIT, () -> said = Call.NOT_NOW);
    }

    String next(Call call, Ending ending) throws InterruptedException {
      boolean going = call.is(Op.Form.CANCELLABLE) ? selector.select(ending) : selector.select();
      return going ? said : OFF;
    }
  }

  private static String said(Parcel parcel) {
    return parcel == null ? Call.CLOSED : Call.said(parcel.open());
  }

  private static String said(Received<Parcel> received) {
    return switch (received) {
      case Received.Value<Parcel>(Parcel parcel) -> said(parcel);
      case Received.Empty<Parcel> _ -> Call.NOT_NOW;
      case Received.Closed<Parcel> _ -> Call.CLOSED;
    };
  }
}
