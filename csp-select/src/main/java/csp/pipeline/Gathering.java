// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.stream.Gatherer;
import org.jspecify.annotations.Nullable;

/**
 * A run of a gatherer, in the thread that asks for an element.
 *
 * @param <T> the type of the elements that come in
 * @param <A> the type of the gatherer's state
 * @param <R> the type of the elements that come out
 */
final class Gathering<T, A, R> extends Step<T, R> implements Gatherer.Downstream<R> {
  /*
   * A gatherer pushes, and a pipeline is pulled: what one call of it pushes waits in `ready`, and it is called
   * again when that is empty.
   *
   *            initializer                  integrator says no more, or the end above: finisher
   *   NEW  ------------------->  AT_WORK  ------------------------------------------------->  FINISHED
   *                                 |                                                            ^
   *                                 +------------------------------------------------------------+
   *                                   integrator or finisher throws; close: finisher, rejecting
   *
   * A stream calls the finisher of a gatherer, too, when who is below has enough; a gatherer with threads, as
   * mapConcurrent, ends them then.
   */

  private static final String OPERATOR = "gather";

  private enum State {
    NEW,
    AT_WORK,
    FINISHED
  }

  private final Gatherer<? super T, A, R> gatherer;
  private final Queue<R> ready = new ArrayDeque<>();
  private State state = State.NEW;
  private boolean rejecting;
  private @Nullable A box; // what the gatherer calls its state; null if it has none

  Gathering(Pull<T> up, Gatherer<? super T, A, R> gatherer) {
    super(up);
    this.gatherer = gatherer;
  }

  @Override
  public @Nullable R next() throws InterruptedException {
    if (state == State.NEW) {
      Calls.accept(OPERATOR, initializer -> box = initializer.get(), gatherer.initializer());
      state = State.AT_WORK;
    }
    while (ready.isEmpty() && state == State.AT_WORK) {
      T value = up.next();
      if (value == null || !integrate(value)) {
        finish();
      }
    }
    return ready.poll();
  }

  private boolean integrate(T value) throws InterruptedException {
    boolean returned = false;
    try {
      boolean more =
          Calls.<T>test(
              OPERATOR, element -> gatherer.integrator().integrate(box, element, this), value);
      returned = true;
      return more;
    } finally {
      if (!returned) {
        state = State.FINISHED; // without the finisher, as in a stream
      }
    }
  }

  private void finish() throws InterruptedException {
    state = State.FINISHED;
    up.stop();
    Calls.accept(OPERATOR, finisher -> finisher.accept(box, this), gatherer.finisher());
  }

  @Override
  public boolean push(R element) {
    if (rejecting) {
      return false;
    }
    if (element == null) {
      throw StageFailure.ofNull(OPERATOR);
    }
    ready.add(element);
    return true;
  }

  @Override
  public boolean isRejecting() {
    return rejecting;
  }

  @Override
  public void close() {
    if (state == State.AT_WORK) {
      rejecting = true;
      Calls.last(() -> gatherer.finisher().accept(box, this));
    }
    up.close();
  }
}
