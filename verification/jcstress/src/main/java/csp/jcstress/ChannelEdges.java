// SPDX-License-Identifier: Apache-2.0
package csp.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import csp.Channel;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** The happens-before edges that channels promise, as message passing over a plain field. */
public class ChannelEdges {
  private ChannelEdges() {}

  /** {@code x, send | receive, x}. */
  @InEveryBuild
  @JCStressTest
  @Outcome(id = "1, 7, 1", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "no happens-before")
  @State
  public static class UnbufferedSendToReceive {
    private final Channel<Integer> channel = Channel.unbuffered();
    private int x;

    @Actor
    public void first(III_Result r) {
      x = 1;
      r.r1 = Coded.send(channel, 7);
    }

    @Actor
    public void second(III_Result r) {
      r.r2 = Coded.receive(channel);
      r.r3 = x;
    }
  }

  /** {@code x, send | receive, x}. */
  @InEveryBuild
  @JCStressTest
  @Outcome(id = "1, 7, 1", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "no happens-before")
  @State
  public static class BufferedSendToReceive {
    private final Channel<Integer> channel = Channel.buffered(1);
    private int x;

    @Actor
    public void first(III_Result r) {
      x = 1;
      r.r1 = Coded.send(channel, 7);
    }

    @Actor
    public void second(III_Result r) {
      r.r2 = Coded.receive(channel);
      r.r3 = x;
    }
  }

  /** {@code x, trySend | tryReceive, x}: the immediate forms give the edge, too. */
  @InEveryBuild
  @JCStressTest
  @Outcome(
      id = {"0, 0", "0, 1"},
      expect = ACCEPTABLE,
      desc = "nothing there yet")
  @Outcome(id = "7, 1", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "no happens-before")
  @State
  public static class TrySendToTryReceive {
    private final Channel<Integer> channel = Channel.buffered(1);
    private int x;

    @Actor
    public void first() {
      x = 1;
      channel.trySend(7);
    }

    @Actor
    public void second(II_Result r) {
      r.r1 = Coded.tryReceive(channel);
      r.r2 = x;
    }
  }

  /** {@code x, close | receive, x}. */
  @InEveryBuild
  @JCStressTest
  @Outcome(id = "-1, 1", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "no happens-before")
  @State
  public static class CloseToReceiveOfTheEnd {
    private final Channel<Integer> channel = Channel.unbuffered();
    private int x;

    @Actor
    public void first() {
      x = 1;
      channel.close();
    }

    @Actor
    public void second(II_Result r) {
      r.r1 = Coded.receive(channel);
      r.r2 = x;
    }
  }

  /** {@code x, close | tryReceive, x}. */
  @JCStressTest
  @Outcome(
      id = {"0, 0", "0, 1"},
      expect = ACCEPTABLE,
      desc = "still open")
  @Outcome(id = "-1, 1", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "no happens-before")
  @State
  public static class CloseToTryReceiveOfTheEnd {
    private final Channel<Integer> channel = Channel.buffered(1);
    private int x;

    @Actor
    public void first() {
      x = 1;
      channel.close();
    }

    @Actor
    public void second(II_Result r) {
      r.r1 = Coded.tryReceive(channel);
      r.r2 = x;
    }
  }

  /** {@code x, close | trySend, x}: what an exception tells is ordered, too. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "1, 1"},
      expect = ACCEPTABLE,
      desc = "still open")
  @Outcome(id = "-1, 1", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "no happens-before")
  @State
  public static class CloseToFailedSend {
    private final Channel<Integer> channel = Channel.buffered(1);
    private int x;

    @Actor
    public void first() {
      x = 1;
      channel.close();
    }

    @Actor
    public void second(II_Result r) {
      r.r1 = Coded.trySend(channel, 7);
      r.r2 = x;
    }
  }

  /** {@code x, receive | send, x}. */
  @InEveryBuild
  @JCStressTest
  @Outcome(id = "7, 1, 1", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "no happens-before")
  @State
  public static class ReceiveToUnbufferedSendCompletion {
    private final Channel<Integer> channel = Channel.unbuffered();
    private int x;

    @Actor
    public void first(III_Result r) {
      x = 1;
      r.r1 = Coded.receive(channel);
    }

    @Actor
    public void second(III_Result r) {
      r.r2 = Coded.send(channel, 7);
      r.r3 = x;
    }
  }

  /** {@code x, receive | send, x} on a full buffer of one: receive k to send k + C. */
  @JCStressTest
  @Outcome(id = "5, 1, 1", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "no happens-before")
  @State
  public static class FirstReceiveToSecondSendCompletion {
    private final Channel<Integer> channel = Channel.buffered(1);
    private int x;

    public FirstReceiveToSecondSendCompletion() {
      channel.trySend(5);
    }

    @Actor
    public void first(III_Result r) {
      x = 1;
      r.r1 = Coded.receive(channel);
    }

    @Actor
    public void second(III_Result r) {
      r.r2 = Coded.send(channel, 7);
      r.r3 = x;
    }
  }

  /** {@code x, tryReceive | trySend, x} on a full buffer of one. */
  @JCStressTest
  @Outcome(
      id = {"0, 0", "0, 1"},
      expect = ACCEPTABLE,
      desc = "still full")
  @Outcome(id = "1, 1", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "no happens-before")
  @State
  public static class TryReceiveToTrySendIntoTheFreedSlot {
    private final Channel<Integer> channel = Channel.buffered(1);
    private int x;

    public TryReceiveToTrySendIntoTheFreedSlot() {
      channel.trySend(5);
    }

    @Actor
    public void first() {
      x = 1;
      channel.tryReceive();
    }

    @Actor
    public void second(II_Result r) {
      r.r1 = Coded.trySend(channel, 7);
      r.r2 = x;
    }
  }
}
