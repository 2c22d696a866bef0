// SPDX-License-Identifier: Apache-2.0
package csp.det.lin;

import static csp.det.lin.Op.Form.CANCELLABLE;
import static csp.det.lin.Op.Form.PLAIN;
import static csp.det.lin.Op.Form.TIMED;
import static csp.det.lin.Op.Form.TRY;
import static csp.det.lin.Op.Form.UNINTERRUPTIBLE;

import csp.sync.RWMutex;
import java.util.List;

/**
 * A reader/writer lock. A writer that waits for readers stops new ones; when it has written, or
 * gives up, all readers that have queued are in before the next writer. That is promised, so it is
 * in the state; no order among writers is. Who does not wait for ever may fail besides a writer
 * that is about to give up or to unlock; one that wants to write, besides all who write.
 *
 * <p>State: how many read; whether a writer waits for them or writes; which writer waits, as its
 * call's number; the calls of readers that are queued, a bit each.
 */
final class ReadWriteSpec implements Spec {
  private static final List<Op> OPS =
      Op.menu()
          .add("read", UNINTERRUPTIBLE, PLAIN, TRY, TIMED, CANCELLABLE)
          .add("write", UNINTERRUPTIBLE, PLAIN, TRY, TIMED, CANCELLABLE)
          .often(3, "endRead")
          .often(3, "endWrite")
          .list();

  private static final long READER = 1;
  private static final long READERS = 0xFF;
  private static final long WAITS = 1L << 8;
  private static final long WRITES = 1L << 9;
  private static final int WRITER = 10; // four bits
  private static final int QUEUE = 16;

  @Override
  public List<Op> ops() {
    return OPS;
  }

  @Override
  public long start() {
    return 0;
  }

  @Override
  public void steps(Call call, int phase, long state, Offer offer) {
    switch (call.op.name()) {
      case "read" -> read(call, phase, state, offer);
      case "write" -> write(call, phase, state, offer);
      case "endRead" -> {
        if ((state & READERS) == 0) {
          offer.end(state, Call.REFUSED);
        } else {
          long next = state - READER;
          boolean last = (next & READERS) == 0 && (next & WAITS) != 0;
          offer.end(last ? next & ~WAITS | WRITES : next, Call.OK);
        }
      }
      case "endWrite" -> {
        if ((state & WRITES) == 0) {
          offer.end(state, Call.REFUSED);
        } else {
          offer.end(open(state), Call.OK);
        }
      }
      default -> throw new AssertionError(call);
    }
  }

  private static void read(Call call, int phase, long state, Offer offer) {
    if (phase == 0 && (state & (WAITS | WRITES)) == 0) {
      offer.end(state + READER, Call.OK);
    } else if (phase == 0 && !call.is(TRY)) {
      offer.step(state | queued(call), 1);
    } else if (phase == 1 && (state & queued(call)) == 0) {
      offer.end(state, Call.OK);
    }
  }

  private static void write(Call call, int phase, long state, Offer offer) {
    if (phase == 1) {
      if (!waits(call, state)) {
        offer.end(state, Call.OK);
      }
    } else if ((state & (WAITS | WRITES)) == 0) {
      if ((state & READERS) == 0) {
        offer.end(state | WRITES, Call.OK);
      } else if (!call.is(TRY)) {
        offer.step(state & ~(15L << WRITER) | WAITS | (long) call.number << WRITER, 1);
      }
    }
  }

  @Override
  public void leave(Call call, int phase, long state, String reason, Offer offer) {
    if (phase == 0) {
      offer.end(state, reason);
    } else if (call.op.name().equals("write")) {
      if (waits(call, state)) {
        offer.end(open(state), reason);
      }
    } else if ((state & queued(call)) != 0) {
      offer.end(state & ~queued(call), reason);
    }
  }

  private static boolean waits(Call call, long state) {
    return (state & WAITS) != 0 && (state >>> WRITER & 15) == call.number;
  }

  private static long queued(Call call) {
    return 1L << QUEUE + call.number;
  }

  private static long open(long state) {
    return (state & READERS) + Long.bitCount(state >>> QUEUE);
  }

  @Override
  public boolean mayFailBesides(Call call, Call other) {
    return call.op.name().equals("write")
        ? other.op.name().equals("write") || other.op.name().equals("endWrite")
        : other.op.name().equals("endWrite") || other.op.name().equals("write") && !other.is(TRY);
  }

  @Override
  public Subject subject() {
    RWMutex lock = new RWMutex();
    return (call, ending) ->
        switch (call.op.name()) {
          case "read" -> LockSpec.lock(lock.readLock(), call, ending);
          case "write" -> LockSpec.lock(lock.writeLock(), call, ending);
          case "endRead" -> LockSpec.unlock(lock.readLock());
          default -> LockSpec.unlock(lock.writeLock());
        };
  }

  @Override
  public String toString() {
    return "reader/writer lock";
  }
}
