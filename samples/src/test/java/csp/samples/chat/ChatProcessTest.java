// SPDX-License-Identifier: Apache-2.0
package csp.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import csp.samples.SampleProcess;
import java.io.BufferedReader;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As a user starts it: a process of its own, on the module path. */
class ChatProcessTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void signalStopsItInGoodOrder(String signal, int status) throws Exception {
    try (SampleProcess chat = new SampleProcess(directory, directory.resolve("err"), "chat");
        BufferedReader out = chat.lines()) {
      String where = out.readLine();
      assertThat(where).matches("listening on 127\\.0\\.0\\.1:\\d+");
      int port = Integer.parseInt(where.replaceAll(".*:", ""));
      try (Client ann = Client.named("ann", port)) {
        chat.signal(signal);
        assertThat(ann.read()).isEqualTo("* the room closes");
        assertThat(ann.read()).isNull();
      }
      assertThat(out.readLine()).isNull();
      assertThat(chat.exitStatus()).isEqualTo(status);
      assertThat(chat.err()).isEmpty();
    }
  }
}
