// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import csp.InterruptedReceiveException;
import csp.internal.park.ParkReason;
import csp.internal.park.Sema;
import csp.internal.park.WaitMode;
import java.util.Objects;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A run of a pipeline from which a stream draws. It begins with the first element that is asked
 * for.
 *
 * @param <T> the type of the elements
 */
final class Drawing<T> implements Spliterator<T> {
  /*
   * Whoever draws is in the run, and whoever closes the stream may be another thread.
   *
   * D1  The run belongs to the thread that has `turn`.
   * D2  close ends `over` before it waits for the turn: who draws then is on its way out, unless it is in a
   *     function, which nobody interrupts.
   * D3  The run is closed once: at its end, at its failure, or by close. After that it is null for ever.
   */

  private final Stage<T> stage;
  private final Quit over = new Quit("stream was closed");
  private final Scope scope;
  private final Sema turn = new Sema(1); // D1
  private @Nullable Pull<T> run; // D1
  private boolean ended; // D1

  private Drawing(Stage<T> stage, Host host) {
    this.stage = stage;
    this.scope = new Scope(host, over);
  }

  static <T> Stream<T> of(Stage<T> stage, Host host) {
    Drawing<T> drawing = new Drawing<>(stage, host);
    return StreamSupport.stream(drawing, false).onClose(drawing::close);
  }

  @Override
  public boolean tryAdvance(Consumer<? super T> action) {
    Objects.requireNonNull(action, "action must not be null");
    T value = next();
    if (value != null) {
      action.accept(value); // without the turn: it may close the stream
    }
    return value != null;
  }

  private @Nullable T next() {
    try {
      turn.acquire(ParkReason.SEMACQUIRE, false, WaitMode.INTERRUPTIBLE);
      try {
        return nextInTurn();
      } finally {
        turn.release(false);
      }
    } catch (StageFailure failure) {
      throw failure.forStream();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedReceiveException(interrupted);
    }
  }

  private @Nullable T nextInTurn() throws InterruptedException {
    T value = null;
    try {
      scope.check();
      Pull<T> elements = run;
      if (elements == null && !ended) {
        elements = stage.open(scope);
        run = elements;
      }
      value = elements == null ? null : elements.next();
    } finally {
      if (value == null) {
        end(); // or it has thrown
      }
    }
    return value;
  }

  private void end() {
    Pull<T> elements = run;
    run = null; // D3
    ended = true;
    if (elements != null) {
      elements.close();
    }
  }

  private void close() {
    over.end(); // D2
    try {
      turn.acquire(ParkReason.SEMACQUIRE, false, WaitMode.UNINTERRUPTIBLE);
    } catch (InterruptedException impossible) {
      throw new AssertionError(impossible);
    }
    end();
    turn.release(false);
  }

  /** Never: several threads would take turns all the same. */
  @Override
  public @Nullable Spliterator<T> trySplit() {
    return null;
  }

  @Override
  public long estimateSize() {
    return Long.MAX_VALUE;
  }

  @Override
  public int characteristics() {
    return ORDERED | NONNULL;
  }
}
