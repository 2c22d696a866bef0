// SPDX-License-Identifier: Apache-2.0
package csp;

import static org.assertj.core.api.Assertions.assertThat;

import com.lmax.disruptor.RingBuffer;
import csp.Broadcast.Subscription;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broadcast on a JVM with one carrier: nobody waits in a way that keeps it. The wait strategies
 * of the Disruptor, with several producers and a full ring, hang there.
 *
 * <p>Seen to fail: senders that spin until there is room.
 */
class BroadcastOneCarrierTest {
  private static final int ELEMENTS = 20_000;

  @Test
  void oneCarrierIsEnough(@TempDir Path directory) throws Exception {
    String classPath =
        Stream.of(
                BroadcastOneCarrierTest.class,
                Broadcast.class,
                RingBuffer.class,
                org.slf4j.Logger.class,
                org.agrona.BitUtil.class)
            .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
            .collect(Collectors.joining(File.pathSeparator));
    Path written = directory.resolve("output");
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-Djdk.virtualThreadScheduler.parallelism=1",
                "-Djdk.virtualThreadScheduler.maxPoolSize=1",
                "-cp",
                classPath,
                OnOneCarrier.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(written.toFile())
            .start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    String output = Files.readString(written);
    assertThat(ended).as("it ends: %s", output).isTrue();
    assertThat(output.strip()).isEqualTo("[" + sum() + ", " + sum() + ", " + sum() + "]");
  }

  private static long sum() {
    return 3L * ELEMENTS * (ELEMENTS - 1) / 2;
  }

  /** Three publishers and three subscribers with a buffer of two. */
  static final class OnOneCarrier {
    private OnOneCarrier() {}

    public static void main(String[] arguments) throws InterruptedException {
      Broadcast<Integer> broadcast = Broadcast.buffered(2);
      long[] sums = new long[3];
      Thread[] subscribers = new Thread[3];
      for (int i = 0; i < 3; i++) {
        int at = i;
        Subscription<Integer> subscription = broadcast.subscribe();
        subscribers[i] = Go.go(() -> subscription.forEach(value -> sums[at] += value));
      }
      Thread[] publishers = new Thread[3];
      for (int i = 0; i < 3; i++) {
        publishers[i] =
            Go.go(() -> {
              for (int value = 0; value < ELEMENTS; value++) {
                broadcast.send(value);
              }
            });
      }
      for (Thread publisher : publishers) {
        publisher.join();
      }
      broadcast.close();
      for (Thread subscriber : subscribers) {
        subscriber.join();
      }
      System.out.println(List.of(sums[0], sums[1], sums[2]));
    }
  }
}
