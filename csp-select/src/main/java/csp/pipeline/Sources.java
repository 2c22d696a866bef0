// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import csp.ReceiveChannel;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Where elements come from. */
final class Sources {
  private Sources() {}

  static <T> Stage<T> channel(ReceiveChannel<? extends T> channel) {
    return scope ->
        new Pull<>() {
          @Override
          public @Nullable T next() throws InterruptedException {
            return scope.receive(channel);
          }

          @Override
          public void close() {}
        };
  }

  static <T> Stage<T> iterable(Iterable<? extends T> elements) {
    return scope ->
        new Pull<>() {
          private @Nullable Iterator<? extends T> iterator;

          @Override
          public @Nullable T next() throws InterruptedException {
            scope.check();
            T value;
            try {
              Iterator<? extends T> iterator = this.iterator;
              if (iterator == null) {
                iterator = elements.iterator();
                this.iterator = iterator;
              }
              if (!iterator.hasNext()) {
                return null;
              }
              value = iterator.next();
            } catch (Throwable thrown) {
              throw StageFailure.of("from", thrown);
            }
            if (value == null) {
              throw StageFailure.ofNull("from");
            }
            return value;
          }

          @Override
          public void close() {}
        };
  }
}
