// SPDX-License-Identifier: Apache-2.0
package csp.select;

import csp.Cancellation;
import java.util.Arrays;

/** Every way to go on with one of several clauses unless a cancellation ends first. */
enum Choosing {
  SELECT,
  SELECT_LIST,
  FIRST,
  FIRST_LIST,
  RANDOM,
  PRIORITY,
  ROUND_ROBIN;

  boolean isSelector() {
    return this == RANDOM || this == PRIORITY || this == ROUND_ROBIN;
  }

  /** A selector of this form. */
  Selector of(Clause<?>... clauses) {
    return switch (this) {
      case PRIORITY -> Selector.priority(clauses);
      case ROUND_ROBIN -> Selector.roundRobin(clauses);
      default -> Selector.random(clauses);
    };
  }

  /** Chooses once. Results are dropped. */
  @SafeVarargs
  @SuppressWarnings("varargs") // is passed on, and only read
  final void choose(Cancellation cancellation, Clause<Void>... clauses)
      throws InterruptedException {
    switch (this) {
      case SELECT -> Select.select(cancellation, clauses);
      case SELECT_LIST -> Select.select(cancellation, Arrays.asList(clauses));
      case FIRST -> Select.selectFirst(cancellation, clauses);
      case FIRST_LIST -> Select.selectFirst(cancellation, Arrays.asList(clauses));
      default -> {
        try (Selector selector = of(clauses)) {
          selector.select(cancellation);
        }
      }
    }
  }
}
