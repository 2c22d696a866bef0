// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import csp.Cancellation;
import csp.Channel;
import csp.ReceiveChannel;
import csp.internal.channel.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run of a pipeline that delivers to a channel. Whoever does not receive to the end closes it:
 *
 * <pre>{@code
 * try (Outlet<Page> pages = Pipeline.from(urls).parallel(8, this::fetch).open(0)) {
 *   for (Page page : pages.channel()) {
 *     if (isWhatIWant(page)) return page;
 *   }
 * }
 * }</pre>
 *
 * <p>Any thread may use it.
 *
 * @param <T> the type of the elements
 */
public final class Outlet<T> implements AutoCloseable {
  private final ReceiveChannel<T> channel;
  private final Crew crew;

  private Outlet(ReceiveChannel<T> channel, Crew crew) {
    this.channel = channel;
    this.crew = crew;
  }

  static <T> Outlet<T> open(
      Stage<T> stage, Host host, @Nullable Cancellation cancellation, int capacity) {
    Limits.atLeast("capacity", 0, capacity);
    Channel<T> channel = Channel.named("pipeline outlet").buffered(capacity);
    Crew crew = new Crew("outlet", host, cancellation, failure -> end(channel, failure));
    Pull<T> elements = stage.open(crew.scope());
    crew.start(List.of(elements), List.of(Link.pump(elements, crew.scope(), channel)));
    return new Outlet<>(channel, crew);
  }

  /** Closes {@code channel} at the end of a run. */
  static void end(Channel<?> channel, @Nullable Throwable failure) {
    if (failure == null) {
      channel.close();
    } else {
      channel.close(StageFailure.forChannel(failure));
    }
  }

  /**
   * {@return the channel that the elements come from} It is closed at the end, and closed with the
   * failure if there was one: the exception of the function, the error of the cancellation, or a
   * {@link java.util.concurrent.CancellationException} after {@link #close}. Once it is closed no
   * goroutine of the pipeline does anything any more.
   */
  public ReceiveChannel<T> channel() {
    return channel;
  }

  /**
   * Ends the run, unless it has ended, and waits until no goroutine of it is left: those that wait
   * or run a function are interrupted, and a function that does not heed that is waited for. What
   * is in the buffer of the channel can still be received. An interrupt does not cut the wait
   * short. Not to be called by a function of this pipeline, which would wait for itself.
   *
   * <p>Memory: what the goroutines of the pipeline did happens-before the return.
   */
  @Override
  public void close() {
    crew.close();
  }

  @Override
  public String toString() {
    return "outlet of " + channel;
  }
}
