// SPDX-License-Identifier: Apache-2.0
package csp.samples.text;

import csp.Channel;
import csp.ReceiveChannel;
import csp.SendChannel;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * A thread that reads something and sends it, from its making to its end, or its closing. The
 * channel has little room: a reader that is faster than those who receive waits for them.
 *
 * <p>It is a platform thread, for a virtual one cannot be interrupted while it reads a pipe or a
 * terminal.
 *
 * @param <T> the type of what is sent
 */
public final class Feed<T> implements AutoCloseable {
  private static final int ROOM = 4;

  /**
   * What the thread does.
   *
   * @param <T> the type of what is sent
   */
  @FunctionalInterface
  public interface Source<T> {
    /** Reads, and sends to {@code channel}, which need not be closed. Heeds an interrupt. */
    void readInto(SendChannel<T> channel) throws IOException, InterruptedException;
  }

  private final Channel<T> channel = Channel.named("read").buffered(ROOM);
  private final Thread thread;

  /** Starts to read. */
  public Feed(Source<T> source) {
    thread = Thread.ofPlatform().name("read").start(() -> read(source));
  }

  private void read(Source<T> source) {
    try {
      source.readInto(channel);
      channel.close();
    } catch (ClosedByInterruptException interrupt) {
      channel.close(); // nobody receives any more
    } catch (Throwable failure) {
      channel.close(failure); // whoever receives gets it
    }
  }

  /** {@return where it sends to} Closed at the end, with the failure if there was one. */
  public ReceiveChannel<T> channel() {
    return channel;
  }

  /** Stops the thread, and waits for its end. An interrupt ends the wait. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
