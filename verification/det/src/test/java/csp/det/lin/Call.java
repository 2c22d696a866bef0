// SPDX-License-Identifier: Apache-2.0
package csp.det.lin;

/** One call of a program: what is called, and in a run when it began and ended, and with what. */
final class Call {
  /** What is called. */
  enum Kind {
    SEND,
    RECEIVE,
    TRY_SEND,
    TRY_RECEIVE,
    TIMED_SEND,
    TIMED_RECEIVE,
    CANCELLABLE_SEND,
    CANCELLABLE_RECEIVE,
    /** Receives from the one channel or from the other. */
    SELECT_RECEIVES,
    /** Sends on the one channel or receives from the other. */
    SELECT_BOTH,
    CLOSE,
    /** Interrupts another thread. */
    INTERRUPT,
    /** Ends what the cancellable calls are given. */
    CANCEL;

    boolean isSelect() {
      return this == SELECT_RECEIVES || this == SELECT_BOTH;
    }

    boolean isImmediate() {
      return this == TRY_SEND || this == TRY_RECEIVE;
    }

    boolean isTimed() {
      return this == TIMED_SEND || this == TIMED_RECEIVE;
    }

    boolean isCancellable() {
      return this == CANCELLABLE_SEND || this == CANCELLABLE_RECEIVE;
    }
  }

  static final String OK = "ok";
  static final String REFUSED = "refused"; // the channel is closed
  static final String CLOSED = "closed";
  static final String NOT_NOW = "not now";
  static final String INTERRUPTED = "interrupted";
  static final String CANCELLED = "cancelled";

  /** The end of what has not ended. */
  static final int NEVER = Integer.MAX_VALUE;

  final int thread;
  final Kind kind;
  final int channel;
  final int value; // sent; or the number of the thread to interrupt
  int began = NEVER;
  int ended = NEVER;
  String result = "";

  Call(int thread, Kind kind, int channel, int value) {
    this.thread = thread;
    this.kind = kind;
    this.channel = channel;
    this.value = value;
  }

  boolean isPending() {
    return began != NEVER && ended == NEVER;
  }

  boolean sendsOn(int other) {
    return switch (kind) {
      case SEND, TRY_SEND, TIMED_SEND, CANCELLABLE_SEND -> channel == other;
      case SELECT_BOTH -> channel == other;
      default -> false;
    };
  }

  boolean receivesFrom(int other) {
    return switch (kind) {
      case RECEIVE, TRY_RECEIVE, TIMED_RECEIVE, CANCELLABLE_RECEIVE -> channel == other;
      case SELECT_BOTH -> channel != other;
      case SELECT_RECEIVES -> true;
      default -> false;
    };
  }

  /** The result of a select says which channel it was. */
  String on(int chosen, String plain) {
    return kind.isSelect() ? chosen + ":" + plain : plain;
  }

  @Override
  public String toString() {
    return "thread %d: %s channel %d, %d = %s [%d, %s]"
        .formatted(
            thread,
            kind,
            channel,
            value,
            result,
            began,
            ended == NEVER ? "-" : String.valueOf(ended));
  }
}
