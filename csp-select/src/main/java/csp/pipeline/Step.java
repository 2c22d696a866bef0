// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

/**
 * A run of a stage that needs no goroutine: it works in the thread that asks it.
 *
 * @param <T> the type of the elements that come in
 * @param <R> the type of the elements that come out
 */
abstract class Step<T, R> implements Pull<R> {
  final Pull<T> up;

  Step(Pull<T> up) {
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
