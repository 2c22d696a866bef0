// SPDX-License-Identifier: Apache-2.0
package csp.det.lin;

import csp.internal.park.ParkReason;
import csp.internal.park.Sema;
import csp.internal.park.WaitMode;
import csp.internal.select.Waits;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What locks wait in. Newcomers may take a permit that was released without hand-off, so no order
 * is modelled.
 *
 * <p>State: how many permits there are.
 */
final class SemaSpec implements Spec {
  private static final List<Op> OPS =
      Op.menu()
          .add("acquire", Op.ALL_FORMS)
          .add("acquireFirst", Op.ALL_FORMS)
          .often(2, "release")
          .often(2, "handOver")
          .often(1, "releaseOnly")
          .list();

  private final int permits;

  SemaSpec(SplittableRandom random) {
    permits = random.nextInt(2);
  }

  @Override
  public List<Op> ops() {
    return OPS;
  }

  @Override
  public long start() {
    return permits;
  }

  @Override
  public void steps(Call call, int phase, long state, Offer offer) {
    switch (call.op.name()) {
      case "release", "handOver" -> offer.end(state + 1, Call.OK);
      case "releaseOnly" -> offer.end(Math.max(state, 1), state == 0 ? Call.OK : Call.REFUSED);
      default -> {
        if (state > 0) {
          offer.end(state - 1, Call.OK);
        }
      }
    }
  }

  @Override
  public Subject subject() {
    Sema sema = new Sema(permits);
    return (call, ending) ->
        switch (call.op.name()) {
          case "release", "handOver" -> {
            sema.release(call.op.name().equals("handOver"));
            yield Call.OK;
          }
          case "releaseOnly" -> sema.tryReleaseOnly() ? Call.OK : Call.REFUSED;
          default -> acquire(sema, call, ending) ? Call.OK : Call.NOT_NOW;
        };
  }

  private static boolean acquire(Sema sema, Call call, Ending ending) throws InterruptedException {
    if (call.is(Op.Form.TRY)) {
      return sema.tryAcquire();
    }
    WaitMode mode =
        switch (call.op.form()) {
          case TIMED -> WaitMode.within(Ending.LIMIT.toNanos());
          case CANCELLABLE -> Waits.until(ending);
          default -> WaitMode.INTERRUPTIBLE;
        };
    mode.begin();
    return sema.acquire(ParkReason.SEMACQUIRE, call.op.name().equals("acquireFirst"), mode);
  }

  @Override
  public String toString() {
    return "sema of " + permits;
  }
}
