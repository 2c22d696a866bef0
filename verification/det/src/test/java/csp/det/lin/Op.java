// SPDX-License-Identifier: Apache-2.0
package csp.det.lin;

import java.util.ArrayList;
import java.util.List;

/** What a program can call: an operation in one of its forms. */
record Op(String name, Form form) {
  /** How an operation waits. */
  enum Form {
    /** Until it can go on, or an interrupt; also what never waits and always does something. */
    PLAIN,
    /** Not at all. */
    TRY,
    /** Until a time is over, which may be at any moment. */
    TIMED,
    /** Until a cancellation. */
    CANCELLABLE,
    /** Whatever comes. */
    UNINTERRUPTIBLE;

    /** Whether an interrupt may end it. */
    boolean isInterruptible() {
      return this == PLAIN || this == TIMED || this == CANCELLABLE;
    }
  }

  /** Interrupts another thread; in every program. */
  static final Op INTERRUPT = new Op("interrupt", Form.PLAIN);

  /** Ends what all cancellable calls are given; in every program. */
  static final Op CANCEL = new Op("cancel", Form.PLAIN);

  static final Form[] ALL_FORMS = {Form.PLAIN, Form.TRY, Form.TIMED, Form.CANCELLABLE};

  /** Adds to the operations of a subject. */
  static final class Menu {
    private final List<Op> ops = new ArrayList<>();

    Menu add(String name, Form... forms) {
      for (Form form : forms) {
        ops.add(new Op(name, form));
      }
      return this;
    }

    /** What never waits, {@code weight} times as often as others. */
    Menu often(int weight, String name) {
      for (int i = 0; i < weight; i++) {
        ops.add(new Op(name, Form.PLAIN));
      }
      return this;
    }

    List<Op> list() {
      return List.copyOf(ops);
    }
  }

  static Menu menu() {
    return new Menu();
  }

  @Override
  public String toString() {
    return form == Form.PLAIN ? name : name + " (" + form + ")";
  }
}
