// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import java.io.Serial;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * A failure on its way down, to the terminal operation, which makes its own exception of it. It has
 * no stack: the one of its cause tells where it failed, that of the last exception who waited.
 */
final class StageFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final String operator;
  private final Throwable failure;

  private StageFailure(String operator, Throwable failure) {
    super(operator + " failed: " + failure, failure, false, false);
    this.operator = operator;
    this.failure = failure;
  }

  /** {@code thrown} as a failure of {@code operator}, or itself if it is that of another. */
  static StageFailure of(String operator, Throwable thrown) {
    return thrown instanceof StageFailure failure ? failure : new StageFailure(operator, thrown);
  }

  /** The failure of a function that returned null. */
  static StageFailure ofNull(String operator) {
    return of(operator, new NullPointerException(operator + " returned null"));
  }

  /** What the caller of a terminal operation gets. */
  ExecutionException forCaller() {
    return new ExecutionException(operator + " failed: " + failure, failure);
  }

  /** What the caller of a stream's terminal operation gets, which throws nothing checked. */
  CompletionException forStream() {
    return new CompletionException(operator + " failed: " + failure, failure);
  }

  /**
   * What a channel is closed with, or a future completed: {@code thrown}, without what is known
   * only in here.
   */
  static Throwable forChannel(Throwable thrown) {
    return Objects.requireNonNull(thrown) instanceof StageFailure failure
        ? failure.failure
        : thrown;
  }
}
