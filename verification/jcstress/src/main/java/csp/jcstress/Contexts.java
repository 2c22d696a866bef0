// SPDX-License-Identifier: Apache-2.0
package csp.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import csp.Channel;
import csp.ReceiveChannel;
import csp.context.CancellableContext;
import csp.context.Context;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** Contexts: edges, helping, and children that join. */
public class Contexts {
  private Contexts() {}

  /** {@code x, cancel | receive from done, x}. */
  @InEveryBuild
  @JCStressTest
  @Outcome(id = "-1, 1", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "a lost wake-up, or no happens-before")
  @State
  public static class CancelToDone {
    private final CancellableContext context = Context.withCancel(Context.background());
    private int x;

    @Actor
    public void first() {
      x = 1;
      context.cancel();
    }

    @Actor
    public void second(II_Result r) {
      r.r1 = Sharing.done(context);
      r.r2 = x;
    }
  }

  /** {@code cancel | error, whether done is closed}: not null implies closed. */
  @JCStressTest
  @Outcome(
      id = {"0, 0", "0, 1"},
      expect = ACCEPTABLE,
      desc = "not ended yet")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "ended, and done is closed")
  @Outcome(expect = FORBIDDEN, desc = "ended before done was closed")
  @State
  public static class ErrorImpliesDone {
    private final CancellableContext context = Context.withCancel(Context.background());
    private final ReceiveChannel<Void> done = context.done();

    @Actor
    public void first() {
      context.cancel();
    }

    @Actor
    public void second(II_Result r) {
      r.r1 = context.error() == null ? 0 : 1;
      r.r2 = done.isClosed() ? 1 : 0;
    }
  }

  /** {@code cancel | cancel} with causes: one counts, and both return when the child has ended. */
  @JCStressTest
  @Outcome(
      id = {"1, 1, 1", "1, 1, 2"},
      expect = ACCEPTABLE)
  @Outcome(
      expect = FORBIDDEN,
      desc = "a cancel returned before the child had ended, or no cause counts")
  @State
  public static class CancelVsCancel {
    private static final Exception FIRST = new Exception("first");
    private static final Exception SECOND = new Exception("second");
    private final CancellableContext context = Context.withCancel(Context.background());
    private final CancellableContext child = Context.withCancel(context);

    @Actor
    public void first(III_Result r) {
      context.cancel(FIRST);
      r.r1 = child.error() == null ? 0 : 1;
    }

    @Actor
    public void second(III_Result r) {
      context.cancel(SECOND);
      r.r2 = child.error() == null ? 0 : 1;
    }

    @Arbiter
    public void after(III_Result r) {
      r.r3 = child.cause() == FIRST ? 1 : child.cause() == SECOND ? 2 : 0;
    }
  }

  /** {@code cancel | derive}: a child is not missed. */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "a child of an ended context lives on")
  @State
  public static class CancelVsDerive {
    private final CancellableContext context = Context.withCancel(Context.background());
    private volatile CancellableContext child;

    @Actor
    public void first() {
      context.cancel();
    }

    @Actor
    public void second() {
      child = Context.withCancel(context);
    }

    @Arbiter
    public void after(I_Result r) {
      r.r1 = child.error() == null ? 0 : 1;
    }
  }

  /** {@code parent cancelled | child cancelled} with causes: the first counts for the child. */
  @JCStressTest
  @Outcome(
      id = {"1, 1", "1, 2"},
      expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "no cause, or the wrong one for the parent")
  @State
  public static class ParentVsChild {
    private static final Exception FIRST = new Exception("first");
    private static final Exception SECOND = new Exception("second");
    private final CancellableContext context = Context.withCancel(Context.background());
    private final CancellableContext child = Context.withCancel(context);

    @Actor
    public void first() {
      context.cancel(FIRST);
    }

    @Actor
    public void second() {
      child.cancel(SECOND);
    }

    @Arbiter
    public void after(II_Result r) {
      r.r1 = context.cause() == FIRST ? 1 : 0;
      r.r2 = child.cause() == FIRST ? 1 : child.cause() == SECOND ? 2 : 0;
    }
  }

  /** {@code cancel | send with the context}: sent or not, and it is known which. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "sent")
  @Outcome(id = "-5, 0", expect = ACCEPTABLE, desc = "cancelled, and not sent")
  @Outcome(expect = FORBIDDEN, desc = "an element is lost or doubled")
  @State
  public static class CancelVsSend {
    private final CancellableContext context = Context.withCancel(Context.background());
    private final Channel<Integer> channel = Channel.buffered(1);

    @Actor
    public void first() {
      context.cancel();
    }

    @Actor
    public void second(II_Result r) {
      r.r1 = Sharing.send(channel, context);
    }

    @Arbiter
    public void after(II_Result r) {
      r.r2 = channel.length();
    }
  }

  /** {@code x, cancel | waits for a task that runs when the context has ended, and reads x}. */
  @InEveryBuild
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "no happens-before")
  @State
  public static class CancelToAfterFunc {
    private final CancellableContext context = Context.withCancel(Context.background());
    private volatile int seen = -1;
    private int x;

    @Actor
    public void first() {
      x = 1;
      context.cancel();
    }

    @Actor
    public void second(I_Result r) {
      Context.afterFunc(context, () -> seen = x);
      while (seen < 0) {
        Thread.onSpinWait();
      }
      r.r1 = seen;
    }
  }
}
