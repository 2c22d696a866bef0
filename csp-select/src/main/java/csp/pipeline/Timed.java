// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import csp.Channel;
import csp.ReceiveChannel;
import csp.Received;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Operators that go by the clock. Those that wait for an element or for a moment, whichever comes
 * first, have what is above run in a goroutine, one element ahead.
 */
final class Timed {
  private Timed() {}

  private static <T> Link<T> link(String operator, Stage<T> stage, Scope scope) {
    return Link.open(
        operator, List.of(stage), scope, Channel.named("pipeline " + operator).unbuffered());
  }

  /** A run over a link, which it closes. */
  private abstract static class Over<T, R> implements Pull<R> {
    final Link<T> up;

    Over(Link<T> up) {
      this.up = up;
    }

    @Override
    public void stop() {
      up.stop();
    }

    @Override
    public void close() {
      up.close();
    }
  }

  static <T> Stage<List<T>> batch(Stage<T> stage, int count, long nanos) {
    return scope ->
        new Over<T, List<T>>(link("batch", stage, scope)) {
          @Override
          public @Nullable List<T> next() throws InterruptedException {
            T first = up.next();
            if (first == null) {
              return null;
            }
            List<T> batch = new ArrayList<>(List.of(first));
            ReceiveChannel<Instant> alarm = scope.host.after(nanos);
            while (batch.size() < count && up.next(alarm) instanceof Received.Value<T>(T value)) {
              batch.add(value);
            }
            return List.copyOf(batch); // at the end of all, the link says so again, and why
          }
        };
  }

  static <T> Stage<T> debounce(Stage<T> stage, long nanos) {
    return scope ->
        new Over<T, T>(link("debounce", stage, scope)) {
          @Override
          public @Nullable T next() throws InterruptedException {
            T latest = up.next();
            while (latest != null
                && up.next(scope.host.after(nanos)) instanceof Received.Value<T>(T value)) {
              latest = value;
            }
            return latest;
          }
        };
  }

  static <T> Stage<T> timeout(Stage<T> stage, Duration limit, long nanos) {
    return scope ->
        new Over<T, T>(link("timeout", stage, scope)) {
          @Override
          public @Nullable T next() throws InterruptedException {
            return switch (up.next(scope.host.after(nanos))) {
              case Received.Value<T>(T value) -> value;
              case Received.Closed<T> end -> up.next();
              case Received.Empty<T> late ->
                  throw StageFailure.of(
                      "timeout", new TimeoutException("no element within " + limit));
            };
          }
        };
  }

  static <T> Stage<T> throttle(Stage<T> stage, long nanos) {
    return scope ->
        new Step<T, T>(stage.open(scope)) {
          private boolean started;
          private long last; // when an element left, if one did

          @Override
          public @Nullable T next() throws InterruptedException {
            if (started) {
              scope.sleep(nanos - (scope.host.nanoTime() - last));
            }
            T value = up.next();
            started = true;
            last = scope.host.nanoTime();
            return value;
          }
        };
  }
}
