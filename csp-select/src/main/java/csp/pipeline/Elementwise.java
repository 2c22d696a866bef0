// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Operators that look at one element at a time, in the thread that asks for it. */
final class Elementwise {
  private Elementwise() {}

  static <T, R> Stage<R> map(
      Stage<T> stage, String operator, ThrowingFunction<? super T, ? extends R> function) {
    return scope ->
        new Step<T, R>(stage.open(scope)) {
          @Override
          public @Nullable R next() throws InterruptedException {
            T value = up.next();
            return value == null ? null : Calls.<T, R>apply(operator, function, value);
          }
        };
  }

  static <T> Stage<T> filter(Stage<T> stage, ThrowingPredicate<? super T> predicate) {
    return filtering(stage, "filter", () -> predicate);
  }

  static <T> Stage<T> distinct(Stage<T> stage) {
    return filtering(
        stage,
        "distinct",
        () -> {
          Set<T> seen = new HashSet<>();
          return seen::add;
        });
  }

  /** A predicate for each run. */
  private interface Predicates<T> {
    ThrowingPredicate<? super T> forRun();
  }

  private static <T> Stage<T> filtering(Stage<T> stage, String operator, Predicates<T> predicates) {
    return scope ->
        new Step<T, T>(stage.open(scope)) {
          private final ThrowingPredicate<? super T> predicate = predicates.forRun();

          @Override
          public @Nullable T next() throws InterruptedException {
            T value = up.next();
            while (value != null && !Calls.test(operator, predicate, value)) {
              value = up.next();
            }
            return value;
          }
        };
  }

  static <T, A> Stage<A> scan(
      Stage<T> stage, A initial, ThrowingBiFunction<? super A, ? super T, ? extends A> function) {
    return scope ->
        new Step<T, A>(stage.open(scope)) {
          private A state = initial;

          @Override
          public @Nullable A next() throws InterruptedException {
            T value = up.next();
            if (value == null) {
              return null;
            }
            A last = state;
            state = Calls.<T, A>apply("scan", element -> function.apply(last, element), value);
            return state;
          }
        };
  }

  static <T, R> Stage<R> retry(
      Stage<T> stage, int attempts, long pause, ThrowingFunction<? super T, ? extends R> function) {
    return scope ->
        new Step<T, R>(stage.open(scope)) {
          @Override
          public @Nullable R next() throws InterruptedException {
            T value = up.next();
            if (value == null) {
              return null;
            }
            for (int attempt = 1; ; attempt++) {
              try {
                return Calls.<T, R>apply("retry", function, value);
              } catch (StageFailure failure) {
                if (attempt == attempts || failure.getCause() instanceof Error) {
                  throw failure;
                }
              }
              scope.sleep(pause);
            }
          }
        };
  }
}
