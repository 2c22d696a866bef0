// SPDX-License-Identifier: Apache-2.0
package csp.det.lin;

import csp.Cancellation;
import csp.Channel;
import csp.ChannelClosedException;
import csp.Received;
import csp.det.Scenario;
import csp.select.Select;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A few threads that make a few calls each, drawn by chance. */
final class Program {
  private static final int MOST_CAPACITY = 2;

  private final long seed;
  private final int[] capacities = new int[2];
  private final int threads;
  private final List<Call> plan = new ArrayList<>();
  private int clock;
  private long runs;

  Program(long seed) {
    this.seed = seed;
    SplittableRandom random = new SplittableRandom(seed);
    threads = 2 + random.nextInt(2);
    int length = threads == 2 ? 3 : 2;
    capacities[0] = random.nextInt(MOST_CAPACITY + 1);
    capacities[1] = random.nextInt(MOST_CAPACITY + 1);
    int channels = 1 + random.nextInt(2);
    Call.Kind[] kinds = Call.Kind.values();
    for (int thread = 0; thread < threads; thread++) {
      for (int i = 0; i < length; i++) {
        Call.Kind kind = kinds[random.nextInt(kinds.length)];
        boolean interrupts = kind == Call.Kind.INTERRUPT;
        int value = interrupts ? random.nextInt(threads) : 10 + plan.size();
        plan.add(new Call(thread, kind, random.nextInt(channels), value));
      }
    }
  }

  /** How many runs were checked. */
  long runs() {
    return runs;
  }

  /** Runs it, and checks what has come of it. */
  Scenario.Check run() {
    List<Call> calls = new ArrayList<>();
    for (Call call : plan) {
      calls.add(new Call(call.thread, call.kind, call.channel, call.value));
    }
    clock = 0;
    List<Channel<Integer>> channels =
        List.of(Channel.buffered(capacities[0]), Channel.buffered(capacities[1]));
    End end = new End(Channel.unbuffered());
    Thread[] running = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      int thread = i;
      running[i] =
          Thread.ofVirtual()
              .unstarted(() -> {
                for (Call call : calls) {
                  if (call.thread == thread) {
                    call.began = clock++;
                    String result = make(call, channels, running, end);
                    call.ended = clock++;
                    call.result = result;
                  }
                }
              });
    }
    for (Thread thread : running) {
      thread.start();
    }
    return () -> {
      runs++;
      new History(calls)
          .problem(capacities)
          .ifPresent(problem -> {
            throw new AssertionError(describe(problem, calls));
          });
    };
  }

  private String describe(String problem, List<Call> calls) {
    StringBuilder text = new StringBuilder(problem);
    text.append(", program ").append(seed).append(", capacities ");
    text.append(capacities[0]).append(" and ").append(capacities[1]);
    calls.forEach(call -> text.append("\n    ").append(call));
    return text.toString();
  }

  private static String make(
      Call call, List<Channel<Integer>> channels, Thread[] threads, End end) {
    Channel<Integer> channel = channels.get(call.channel);
    Duration limit = Duration.ofMillis(1);
    try {
      return switch (call.kind) {
        case SEND -> {
          channel.send(call.value);
          yield Call.OK;
        }
        case RECEIVE -> said(channel.receive());
        case TRY_SEND -> channel.trySend(call.value) ? Call.OK : Call.NOT_NOW;
        case TRY_RECEIVE -> said(channel.tryReceive());
        case TIMED_SEND -> channel.trySend(call.value, limit) ? Call.OK : Call.NOT_NOW;
        case TIMED_RECEIVE -> said(channel.tryReceive(limit));
        case CANCELLABLE_SEND -> {
          channel.send(call.value, end);
          yield Call.OK;
        }
        case CANCELLABLE_RECEIVE -> said(channel.receive(end));
        case SELECT_RECEIVES ->
            Select.select(
                Select.onReceive(channels.get(0), value -> "0:" + said(value)),
                Select.onReceive(channels.get(1), value -> "1:" + said(value)));
        case SELECT_BOTH ->
            Select.select(
                Select.onSend(channel, call.value, () -> call.channel + ":" + Call.OK),
                Select.onReceive(
                    channels.get(1 - call.channel),
                    value -> (1 - call.channel) + ":" + said(value)));
        case CLOSE -> {
          channel.close();
          yield Call.OK;
        }
        case INTERRUPT -> {
          threads[call.value].interrupt();
          yield Call.OK;
        }
        case CANCEL -> {
          end.come();
          yield Call.OK;
        }
      };
    } catch (ChannelClosedException e) {
      return call.kind == Call.Kind.SELECT_BOTH ? call.channel + ":" + Call.REFUSED : Call.REFUSED;
    } catch (InterruptedException e) {
      return Call.INTERRUPTED;
    } catch (Cancelled e) {
      return Call.CANCELLED;
    }
  }

  private static String said(Integer value) {
    return value == null ? Call.CLOSED : value.toString();
  }

  private static String said(Received<Integer> received) {
    return switch (received) {
      case Received.Value<Integer>(Integer value) -> value.toString();
      case Received.Empty<Integer> _ -> Call.NOT_NOW;
      case Received.Closed<Integer> _ -> Call.CLOSED;
    };
  }

  private static final class Cancelled extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** What the cancellable calls are given. */
  private record End(Channel<Void> done) implements Cancellation {
    void come() {
      try {
        done.close();
      } catch (ChannelClosedException e) {
        // it had come
      }
    }

    @Override
    public RuntimeException error() {
      return done.isClosed() ? new Cancelled() : null;
    }
  }
}
