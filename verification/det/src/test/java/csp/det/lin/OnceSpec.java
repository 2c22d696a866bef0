// SPDX-License-Identifier: Apache-2.0
package csp.det.lin;

import static csp.det.lin.Op.Form.CANCELLABLE;
import static csp.det.lin.Op.Form.PLAIN;
import static csp.det.lin.Op.Form.TIMED;
import static csp.det.lin.Op.Form.UNINTERRUPTIBLE;

import csp.guinea.LostUpdate;
import csp.sync.Once;
import java.util.List;

/**
 * A task that is run once. Its running takes two steps; nobody else is done before the second.
 *
 * <p>State: 0 nobody has begun, 1 it runs, 2 it has ended.
 */
final class OnceSpec implements Spec {
  private static final List<Op> OPS =
      Op.menu()
          .add("run", UNINTERRUPTIBLE, UNINTERRUPTIBLE)
          .add("runAndThrow", UNINTERRUPTIBLE)
          .add("await", PLAIN, TIMED, CANCELLABLE)
          .add("isDone", PLAIN)
          .list();

  private static final String RAN = "ran";
  private static final String THREW = "threw";
  private static final int NEW = 0;
  private static final int RUNNING = 1;
  private static final int ENDED = 2;

  @Override
  public List<Op> ops() {
    return OPS;
  }

  @Override
  public long start() {
    return NEW;
  }

  @Override
  public void steps(Call call, int phase, long state, Offer offer) {
    switch (call.op.name()) {
      case "isDone" -> offer.end(state, String.valueOf(state == ENDED));
      case "await" -> {
        if (state == ENDED) {
          offer.end(state, Call.OK);
        }
      }
      default -> {
        if (phase == 1) {
          offer.end(ENDED, call.op.name().equals("run") ? RAN : THREW);
        } else if (state == NEW) {
          offer.step(RUNNING, 1);
        } else if (state == ENDED) {
          offer.end(state, Call.OK);
        }
      }
    }
  }

  private static final class Thrown extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** The task writes a plain field, and who is done reads it: their order is an edge. */
  @Override
  public Subject subject() {
    Once once = new Once();
    LostUpdate work = new LostUpdate();
    return (call, ending) -> {
      boolean done = true;
      boolean[] ran = new boolean[1];
      try {
        switch (call.op.name()) {
          case "isDone" -> done = once.isDone();
          case "await" -> {
            switch (call.op.form()) {
              case TIMED -> done = once.await(Ending.LIMIT);
              case CANCELLABLE -> once.await(ending);
              default -> once.await();
            }
          }
          default ->
              once.run(() -> {
                ran[0] = true;
                work.set(1); // a point where others may come
                work.increment();
                if (call.op.name().equals("runAndThrow")) {
                  throw new Thrown();
                }
              });
        }
      } catch (Thrown e) {
        return THREW;
      }
      if (done && work.count() != 1) {
        throw new AssertionError("done, and the work is not");
      }
      if (call.op.name().equals("isDone")) {
        return String.valueOf(done);
      }
      return ran[0] ? RAN : done ? Call.OK : Call.NOT_NOW;
    };
  }

  @Override
  public String toString() {
    return "once";
  }
}
