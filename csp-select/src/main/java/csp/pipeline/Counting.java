// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operators that count, in the thread that asks for an element. */
final class Counting {
  private Counting() {}

  static <T> Stage<T> take(Stage<T> stage, long count) {
    return scope ->
        new Step<T, T>(stage.open(scope)) {
          private long left = count;

          @Override
          public @Nullable T next() throws InterruptedException {
            if (left == 0) {
              return null; // and what is above keeps what it has
            }
            T value = up.next();
            left--;
            if (left == 0) {
              up.stop(); // not close: who is below need not wait for who is above
            }
            return value;
          }
        };
  }

  static <T> Stage<T> drop(Stage<T> stage, long count) {
    return scope ->
        new Step<T, T>(stage.open(scope)) {
          private long left = count;

          @Override
          public @Nullable T next() throws InterruptedException {
            T value = up.next();
            for (; left > 0 && value != null; left--) {
              value = up.next();
            }
            return value;
          }
        };
  }

  static <T> Stage<List<T>> batch(Stage<T> stage, int count) {
    return scope ->
        new Step<T, List<T>>(stage.open(scope)) {
          private boolean ended;
          private @Nullable StageFailure failure; // comes after what was taken before it

          @Override
          public @Nullable List<T> next() throws InterruptedException {
            List<T> batch = new ArrayList<>();
            while (batch.size() < count && !ended) {
              fill(batch);
            }
            if (!batch.isEmpty()) {
              return List.copyOf(batch);
            }
            if (failure != null) {
              throw failure;
            }
            return null;
          }

          private void fill(List<T> batch) throws InterruptedException {
            try {
              T value = up.next();
              if (value == null) {
                ended = true;
              } else {
                batch.add(value);
              }
            } catch (StageFailure thrown) {
              ended = true;
              failure = thrown;
            }
          }
        };
  }

  static <T> Stage<List<T>> window(Stage<T> stage, int size, int step) {
    return scope ->
        new Step<T, List<T>>(stage.open(scope)) {
          private final Deque<T> latest = new ArrayDeque<>();
          private int toSkip;

          @Override
          public @Nullable List<T> next() throws InterruptedException {
            while (latest.size() < size) {
              T value = up.next();
              if (value == null) {
                return null;
              }
              if (toSkip > 0) {
                toSkip--;
              } else {
                latest.add(value);
              }
            }
            List<T> window = List.copyOf(latest);
            for (int i = 0; i < Math.min(step, size); i++) {
              latest.remove();
            }
            toSkip = Math.max(0, step - size);
            return window;
          }
        };
  }
}
