// SPDX-License-Identifier: Apache-2.0
package csp.internal.park;

import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.testkit.Await;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A dump of the running JVM, as an operator takes it, says which channel a thread waits on. */
class ThreadDumpTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void dumpNamesTheChannelAThreadIsParkedOn(ThreadKind kind) throws Exception {
    Channel<Integer> channel = Channel.named("orders").buffered(4);
    try (Workers workers = new Workers()) {
      Worker<Integer> receiver = workers.start(kind, "receiver", () -> channel.receive());
      Await.until(() -> channel.waitingReceivers() == 1, "receiver queued", receiver.thread());
      receiver.awaitParked();

      String shown = channel.toString();
      String hash = shown.substring(shown.lastIndexOf('@'));
      assertThat(dump()).contains(channel.getClass().getName() + hash);

      channel.close();
    }
  }

  private String dump() throws IOException, InterruptedException {
    Path file = directory.resolve("dump.json");
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String pid = Long.toString(ProcessHandle.current().pid());
    Process process =
        new ProcessBuilder(jcmd, pid, "Thread.dump_to_file", "-format=json", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("jcmd.log").toFile())
            .start();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("jcmd has ended").isTrue();
    return Files.readString(file);
  }
}
