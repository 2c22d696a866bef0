// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import csp.Channel;
import csp.ReceiveChannel;
import csp.Received;
import csp.SendChannel;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run of a stage with goroutines of its own: they send, and who asks it receives. It may be asked
 * again after its end, and gives the same answer.
 *
 * @param <T> the type of the elements
 */
final class Link<T> implements Pull<T> {
  private final Scope below;
  private final Channel<T> channel;
  private final Crew crew;

  /** A link that is not at work yet: {@link Crew#start} does that. */
  Link(String operator, Scope below, Channel<T> channel) {
    this.below = below;
    this.channel = channel;
    this.crew = new Crew(operator, below.host, null, failure -> finish(operator, channel, failure));
  }

  /** A link whose goroutines, one for each of {@code stages}, pass on what they get from it. */
  static <T> Link<T> open(String operator, List<Stage<T>> stages, Scope below, Channel<T> channel) {
    Link<T> link = new Link<>(operator, below, channel);
    Scope scope = link.crew.scope();
    List<Pull<T>> inputs = stages.stream().map(stage -> stage.open(scope)).toList();
    link.crew.start(inputs, inputs.stream().map(input -> pump(input, scope, channel)).toList());
    return link;
  }

  /** Passes on all elements of {@code input}. */
  static <T> Crew.Work pump(Pull<T> input, Scope scope, SendChannel<T> channel) {
    return () -> {
      for (T value = input.next(); value != null; value = input.next()) {
        scope.send(channel, value);
      }
    };
  }

  /** Closes {@code channel} at the end of a run of {@code operator}. */
  static void finish(String operator, SendChannel<?> channel, @Nullable Throwable failure) {
    if (failure == null) {
      channel.close();
    } else {
      channel.close(StageFailure.of(operator, failure));
    }
  }

  Crew crew() {
    return crew;
  }

  @Override
  public @Nullable T next() throws InterruptedException {
    return below.receive(channel);
  }

  /** The next element, or the end, or nothing when {@code alarm} comes first. */
  Received<T> next(ReceiveChannel<Instant> alarm) throws InterruptedException {
    return below.receive(channel, alarm);
  }

  @Override
  public void stop() {
    crew.stop();
  }

  @Override
  public void close() {
    crew.close();
  }
}
