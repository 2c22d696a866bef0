// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import csp.Cancellation;
import csp.Channel;
import csp.ReceiveChannel;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** What the tests of pipelines begin with. */
final class Given {
  private Given() {}

  static List<Integer> upTo(int last) {
    return IntStream.rangeClosed(1, last).boxed().toList();
  }

  /** 1, 2, 3 and so on, each counted in {@code taken} when it is asked for. */
  static Iterable<Integer> endless(AtomicInteger taken) {
    return () ->
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public Integer next() {
            return taken.incrementAndGet();
          }
        };
  }

  /** A closed channel with 1 to {@code last}. */
  static Channel<Integer> closed(int last) {
    Channel<Integer> channel = filled(last);
    channel.close();
    return channel;
  }

  /** A channel with 1 to {@code last}, closed with {@code failure}. */
  static Channel<Integer> broken(int last, Throwable failure) {
    Channel<Integer> channel = filled(last);
    channel.close(failure);
    return channel;
  }

  private static Channel<Integer> filled(int last) {
    Channel<Integer> channel = Channel.buffered(last);
    upTo(last).forEach(channel::trySend);
    return channel;
  }

  /** Fails at 3. */
  static <T> T boom(int value, T result) throws IOException {
    if (value == 3) {
      throw new IOException("boom");
    }
    return result;
  }

  /** A cancellation written by hand. */
  static final class Stop implements Cancellation {
    private final Channel<Void> done = Channel.unbuffered();
    private volatile RuntimeException error;

    void end(RuntimeException why) {
      error = why;
      done.close();
    }

    @Override
    public ReceiveChannel<?> done() {
      return done;
    }

    @Override
    public RuntimeException error() {
      return error;
    }
  }
}
