// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import com.softwaremill.jox.Channel;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Two virtual threads send one number to and fro over a pair of channels. One operation is one
 * round trip: four calls, none of which can succeed before the peer's last one.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PingPong {
  private static final int ROUNDS = 10_000;

  /** Slots of each channel; 0 is a rendezvous. */
  @Param({"0", "1"})
  public int capacity;

  /** The JDK's own queues. */
  @Benchmark
  @OperationsPerInvocation(ROUNDS)
  public void blockingQueue() throws InterruptedException {
    BlockingQueue<Integer> there = newQueue();
    BlockingQueue<Integer> back = newQueue();
    play(there::put, there::take, back::put, back::take);
  }

  /** Jox, the channels of SoftwareMill. */
  @Benchmark
  @OperationsPerInvocation(ROUNDS)
  public void jox() throws InterruptedException {
    Channel<Integer> there = newJoxChannel();
    Channel<Integer> back = newJoxChannel();
    play(there::send, there::receive, back::send, back::receive);
  }

  private BlockingQueue<Integer> newQueue() {
    return capacity == 0 ? new SynchronousQueue<>() : new ArrayBlockingQueue<>(capacity);
  }

  private Channel<Integer> newJoxChannel() {
    return capacity == 0 ? Channel.newRendezvousChannel() : Channel.newBufferedChannel(capacity);
  }

  private static void play(Send sendThere, Receive receiveThere, Send sendBack, Receive receiveBack)
      throws InterruptedException {
    Thread pong =
        Thread.startVirtualThread(() -> {
          try {
            for (int i = 0; i < ROUNDS; i++) {
              sendBack.send(receiveThere.receive());
            }
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    Thread ping =
        Thread.startVirtualThread(() -> {
          try {
            for (int i = 0; i < ROUNDS; i++) {
              sendThere.send(i);
              receiveBack.receive();
            }
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    ping.join();
    pong.join();
  }

  @FunctionalInterface
  private interface Send {
    void send(Integer value) throws InterruptedException;
  }

  @FunctionalInterface
  private interface Receive {
    Integer receive() throws InterruptedException;
  }
}
