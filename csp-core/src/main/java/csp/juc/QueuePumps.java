// SPDX-License-Identifier: Apache-2.0
package csp.juc;

import static csp.Go.go;

import csp.Cancellation;
import csp.Channel;
import csp.ChannelClosedException;
import csp.ReceiveChannel;
import csp.SendChannel;
import csp.internal.channel.FedChannel;
import csp.internal.channel.Limits;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** The goroutines between queues and channels. */
final class QueuePumps {
  /*
   * Nobody can ask a queue to call back, so each direction needs a thread that waits in it. An interrupt
   * ends a wait there and, in the library, a wait in a send, and in both nothing was transferred; so the
   * one that takes is ended by an interrupt, and what it has in its hand then is what it could not send.
   */

  private QueuePumps() {}

  static <T> ReceiveChannel<T> receiveFrom(
      BlockingQueue<? extends T> queue, Cancellation cancellation) {
    FedChannel<T> channel = new FedChannel<>("receive-from-queue");
    ReceiveChannel<?> done = Limits.doneOf(cancellation);
    if (cancellation.error() != null) {
      channel.end(null, null);
      return channel;
    }
    if (done == Channel.nil()) {
      go("take", () -> take(queue, channel));
      return channel;
    }
    go("take-until-done", () -> takeUntil(done, queue, channel));
    return channel;
  }

  private static <T> void takeUntil(
      ReceiveChannel<?> done, BlockingQueue<? extends T> queue, FedChannel<T> channel)
      throws InterruptedException {
    Thread self = Thread.currentThread();
    Thread taker =
        go(
            "take",
            () -> {
              take(queue, channel);
              self.interrupt(); // it would wait for an end that may be far off
            });
    try {
      done.receive();
    } catch (ChannelClosedException endedToo) {
      // it is closed, whatever for
    } finally {
      taker.interrupt();
    }
  }

  private static <T> void take(BlockingQueue<? extends T> queue, FedChannel<T> channel) {
    @Nullable T taken = null;
    Throwable failure = null;
    try {
      while (true) {
        taken = queue.take();
        channel.send(taken);
        taken = null;
      }
    } catch (InterruptedException ended) {
      // what was taken last, if it was not sent, is left
    } catch (RuntimeException | Error thrown) {
      failure = thrown;
    }
    channel.end(taken, failure);
  }

  static <T> SendChannel<T> sendInto(BlockingQueue<? super T> queue) {
    FedChannel<T> channel = new FedChannel<>("send-into-queue");
    go("put", () -> put(channel, queue));
    return channel;
  }

  private static <T> void put(FedChannel<T> channel, BlockingQueue<? super T> queue)
      throws InterruptedException {
    try {
      for (T value = channel.receive(); value != null; value = channel.receive()) {
        queue.put(value);
      }
    } catch (InterruptedException | RuntimeException | Error thrown) {
      if (!channel.end(null, thrown)) {
        throw thrown; // no sender will come to learn of it
      }
    }
  }
}
