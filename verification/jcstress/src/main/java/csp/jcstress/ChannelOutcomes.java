// SPDX-License-Identifier: Apache-2.0
package csp.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import csp.Channel;
import csp.ReceiveChannel;
import csp.internal.channel.SelectPort;
import csp.internal.park.Sudog;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * What operations on one channel may do to each other: no element is lost or doubled, no answer was
 * never true.
 */
public class ChannelOutcomes {
  private ChannelOutcomes() {}

  /** {@code trySend, close | tryReceive, tryReceive}, then a drain. */
  @InEveryBuild
  @JCStressTest
  @Outcome(
      id = {"0, 0, 7", "0, 7, -1", "7, 0, -1", "7, -1, -1"},
      expect = ACCEPTABLE,
      desc = "the element, then the end")
  @Outcome(expect = FORBIDDEN, desc = "an element is lost, or the end came first")
  @State
  public static class CloseDoesNotOvertakeAnElement {
    private final Channel<Integer> channel = Channel.buffered(1);

    @Actor
    public void first() {
      channel.trySend(7);
      channel.close();
    }

    @Actor
    public void second(III_Result r) {
      r.r1 = Coded.tryReceive(channel);
      r.r2 = Coded.tryReceive(channel);
    }

    @Arbiter
    public void after(III_Result r) {
      r.r3 = Coded.tryReceive(channel);
    }
  }

  /**
   * {@code tryReceive | close, tryReceive} with one element: never empty while open. What
   * seemsEmpty reads first.
   */
  @InEveryBuild
  @JCStressTest
  @Outcome(id = "7, -1", expect = ACCEPTABLE, desc = "the first got it")
  @Outcome(id = "-1, 7", expect = ACCEPTABLE, desc = "the second got it")
  @Outcome(expect = FORBIDDEN, desc = "empty, though it never was while it was open")
  @State
  public static class NeverEmptyAfterClose {
    private final Channel<Integer> channel = Channel.buffered(1);

    public NeverEmptyAfterClose() {
      channel.trySend(7);
    }

    @Actor
    public void first(II_Result r) {
      r.r1 = Coded.tryReceive(channel);
    }

    @Actor
    public void second(II_Result r) {
      channel.close();
      r.r2 = Coded.tryReceive(channel);
    }
  }

  /**
   * {@code trySend | close} with a receiver that waits: taken or closed. What seemsFull reads
   * first.
   */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "handed to the receiver")
  @Outcome(id = "-1", expect = ACCEPTABLE, desc = "closed")
  @Outcome(expect = FORBIDDEN, desc = "full, though a receiver waited while it was open")
  @State
  public static class NeverFullAfterClose {
    private final Channel<Integer> channel = Channel.unbuffered();

    public NeverFullAfterClose() {
      SelectPort<Integer> port = SelectPort.of((ReceiveChannel<Integer>) channel);
      port.site().lock();
      port.enqueueReceive(new Sudog());
      port.site().unlock();
    }

    @Actor
    public void first(I_Result r) {
      r.r1 = Coded.trySend(channel, 7);
    }

    @Actor
    public void second() {
      channel.close();
    }
  }

  /** {@code trySend | close, tryReceive} on a full buffer. */
  @JCStressTest
  @Outcome(
      id = {"0, 5", "-1, 5"},
      expect = ACCEPTABLE,
      desc = "full, or closed")
  @Outcome(expect = FORBIDDEN, desc = "sent on a closed channel")
  @State
  public static class NothingEntersAfterClose {
    private final Channel<Integer> channel = Channel.buffered(1);

    public NothingEntersAfterClose() {
      channel.trySend(5);
    }

    @Actor
    public void first(II_Result r) {
      r.r1 = Coded.trySend(channel, 7);
    }

    @Actor
    public void second(II_Result r) {
      channel.close();
      r.r2 = Coded.tryReceive(channel);
    }
  }

  /** {@code trySend | close}, then a drain: accepted is still there. */
  @InEveryBuild
  @JCStressTest
  @Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "accepted")
  @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "refused")
  @Outcome(expect = FORBIDDEN, desc = "accepted and lost, or refused and there")
  @State
  public static class TrySendVsClose {
    private final Channel<Integer> channel = Channel.buffered(1);

    @Actor
    public void first(II_Result r) {
      r.r1 = Coded.trySend(channel, 7);
    }

    @Actor
    public void second() {
      channel.close();
    }

    @Arbiter
    public void after(II_Result r) {
      r.r2 = Coded.tryReceive(channel);
    }
  }

  /** {@code receive | close}. */
  @JCStressTest
  @Outcome(id = "-1, 0", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "not woken")
  @State
  public static class ReceiveVsClose {
    private final Channel<Integer> channel = Channel.unbuffered();

    @Actor
    public void first(II_Result r) {
      r.r1 = Coded.receive(channel);
    }

    @Actor
    public void second() {
      channel.close();
    }

    @Arbiter
    public void after(II_Result r) {
      r.r2 = channel.waitingReceivers();
    }
  }

  /** {@code send | close}: the element is dropped with the failure. */
  @InEveryBuild
  @JCStressTest
  @Outcome(id = "-1, -1, 0", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "not woken, or sent")
  @State
  public static class SendVsClose {
    private final Channel<Integer> channel = Channel.unbuffered();

    @Actor
    public void first(III_Result r) {
      r.r1 = Coded.send(channel, 7);
    }

    @Actor
    public void second() {
      channel.close();
    }

    @Arbiter
    public void after(III_Result r) {
      r.r2 = Coded.tryReceive(channel);
      r.r3 = channel.waitingSenders();
    }
  }

  /** {@code tryClose | tryClose}: one closes. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "closed twice or not at all")
  @State
  public static class CloseVsClose {
    private final Channel<Integer> channel = Channel.unbuffered();

    @Actor
    public void first(II_Result r) {
      r.r1 = channel.tryClose() ? 1 : 0;
    }

    @Actor
    public void second(II_Result r) {
      r.r2 = channel.tryClose() ? 1 : 0;
    }
  }

  /** {@code tryReceive | tryReceive} of one element. */
  @JCStressTest
  @Outcome(
      id = {"7, 0", "0, 7"},
      expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "lost or doubled")
  @State
  public static class TryReceiveVsTryReceive {
    private final Channel<Integer> channel = Channel.buffered(1);

    public TryReceiveVsTryReceive() {
      channel.trySend(7);
    }

    @Actor
    public void first(II_Result r) {
      r.r1 = Coded.tryReceive(channel);
    }

    @Actor
    public void second(II_Result r) {
      r.r2 = Coded.tryReceive(channel);
    }
  }

  /** {@code trySend | trySend} into one slot. */
  @JCStressTest
  @Outcome(id = "1, 0, 5", expect = ACCEPTABLE)
  @Outcome(id = "0, 1, 6", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "lost or doubled")
  @State
  public static class TrySendVsTrySend {
    private final Channel<Integer> channel = Channel.buffered(1);

    @Actor
    public void first(III_Result r) {
      r.r1 = Coded.trySend(channel, 5);
    }

    @Actor
    public void second(III_Result r) {
      r.r2 = Coded.trySend(channel, 6);
    }

    @Arbiter
    public void after(III_Result r) {
      r.r3 = Coded.tryReceive(channel);
    }
  }

  /** {@code trySend 1, trySend 2 | tryReceive, tryReceive}. */
  @JCStressTest
  @Outcome(
      id = {"0, 0", "0, 1", "1, 0", "1, 2"},
      expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "out of order")
  @State
  public static class ElementsKeepTheirOrder {
    private final Channel<Integer> channel = Channel.buffered(2);

    @Actor
    public void first() {
      channel.trySend(1);
      channel.trySend(2);
    }

    @Actor
    public void second(II_Result r) {
      r.r1 = Coded.tryReceive(channel);
      r.r2 = Coded.tryReceive(channel);
    }
  }

  /** {@code send, send | tryReceive}: received, dropped or left, each element once. */
  @JCStressTest
  @Outcome(id = "3", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "an element is lost or doubled")
  @State
  public static class DropOldestLosesNothingUnseen {
    private final AtomicInteger accounted = new AtomicInteger();
    private final Channel<Integer> channel =
        Channel.named("latest").conflated(accounted::addAndGet);

    @Actor
    public void first() {
      channel.trySend(1);
      channel.trySend(2);
    }

    @Actor
    public void second() {
      int got = Coded.tryReceive(channel);
      accounted.addAndGet(got);
    }

    @Arbiter
    public void after(I_Result r) {
      r.r1 = accounted.get() + Coded.tryReceive(channel);
    }
  }
}
