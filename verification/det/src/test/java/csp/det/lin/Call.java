// SPDX-License-Identifier: Apache-2.0
package csp.det.lin;

/** One call of a program: what is called, and in a run when it began and ended, and with what. */
final class Call {
  static final String OK = "ok";
  static final String REFUSED = "refused"; // a misuse, such as a send on a closed channel
  static final String CLOSED = "closed";
  static final String NOT_NOW = "not now";
  static final String INTERRUPTED = "interrupted";
  static final String CANCELLED = "cancelled";

  /** The end of what has not ended. */
  static final int NEVER = Integer.MAX_VALUE;

  private static final int[] NONE = {};
  private static final String[] NUMBERS = new String[64];

  static {
    for (int i = 0; i < NUMBERS.length; i++) {
      NUMBERS[i] = String.valueOf(i);
    }
  }

  final int number; // in its program
  final int thread;
  final Op op;
  final int target; // which of several objects
  final int value; // an argument; or the number of the thread to interrupt
  int began = NEVER;
  int ended = NEVER;
  String result = "";
  int[] got = NONE; // by a batch

  Call(int number, int thread, Op op, int target, int value) {
    this.number = number;
    this.thread = thread;
    this.op = op;
    this.target = target;
    this.value = value;
  }

  /** The same call, not made yet. */
  Call fresh() {
    return new Call(number, thread, op, target, value);
  }

  /** How a small number is written in a result. */
  static String said(int value) {
    return NUMBERS[value];
  }

  boolean isPending() {
    return began != NEVER && ended == NEVER;
  }

  boolean is(Op.Form form) {
    return op.form() == form;
  }

  /** Whether the result says that it gave up for {@code reason}. */
  boolean gaveUp(String reason) {
    return result.startsWith(reason);
  }

  @Override
  public String toString() {
    return "thread %d: %s of %d, %d = %s [%s, %s]"
        .formatted(thread, op, target, value, result, moment(began), moment(ended));
  }

  private static String moment(int time) {
    return time == NEVER ? "-" : String.valueOf(time);
  }
}
