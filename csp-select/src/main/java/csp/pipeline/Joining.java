// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import org.jspecify.annotations.Nullable;

/** Operators that ask several pipelines in one thread. */
final class Joining {
  private Joining() {}

  static <T, U, R> Stage<R> zip(
      Stage<T> stage,
      Stage<U> other,
      ThrowingBiFunction<? super T, ? super U, ? extends R> function) {
    return scope ->
        new Step<T, R>(stage.open(scope)) {
          private final Pull<U> second = other.open(scope);

          @Override
          public @Nullable R next() throws InterruptedException {
            T left = up.next();
            U right = left == null ? null : second.next();
            if (left == null || right == null) {
              return null;
            }
            return Calls.<T, R>apply("zip", element -> function.apply(element, right), left);
          }

          @Override
          public void stop() {
            second.stop();
            up.stop();
          }

          @Override
          public void close() {
            second.close();
            up.close();
          }
        };
  }

  static <T, R> Stage<R> flatMap(
      Stage<T> stage, ThrowingFunction<? super T, ? extends Pipeline<? extends R>> function) {
    return scope ->
        new Step<T, R>(stage.open(scope)) {
          private @Nullable Pull<? extends R> inner;

          @Override
          public @Nullable R next() throws InterruptedException {
            while (true) {
              Pull<? extends R> current = inner != null ? inner : open(up.next());
              R value = current == null ? null : current.next();
              if (current == null || value != null) {
                return value;
              }
              inner = null;
              current.close();
            }
          }

          private @Nullable Pull<? extends R> open(@Nullable T value) throws InterruptedException {
            if (value == null) {
              return null;
            }
            Pipeline<? extends R> pipeline =
                Calls.<T, Pipeline<? extends R>>apply("flatMap", function, value);
            inner = pipeline.stage().open(scope);
            return inner;
          }

          @Override
          public void stop() {
            if (inner != null) {
              inner.stop();
            }
            up.stop();
          }

          @Override
          public void close() {
            if (inner != null) {
              inner.close();
            }
            up.close();
          }
        };
  }
}
