// SPDX-License-Identifier: Apache-2.0
package csp.samples.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.testkit.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Over real sockets, to this machine alone. */
class ChatTest {
  private Server server;
  private int port;

  @BeforeEach
  void start() throws IOException {
    server = new Server(0);
    port = server.port();
  }

  /** Whatever a test does, all goroutines end. */
  @AfterEach
  void stop() throws IOException {
    server.close();
    assertThat(server.goroutines()).isNotEmpty().noneMatch(Thread::isAlive);
  }

  @Test
  void everybodyElseHearsWhatOneSays() throws Exception {
    try (Client ann = Client.named("ann", port);
        Client bob = Client.named("bob", port);
        Client cem = Client.named("cem", port)) {
      ann.say("hi");
      ann.say("how are you?");
      assertThat(bob.readUntil("ann: how"))
          .containsExactly("* cem has joined", "ann: hi", "ann: how are you?");
      assertThat(cem.readUntil("ann: how")).containsExactly("ann: hi", "ann: how are you?");
      bob.say("fine");
      assertThat(ann.readUntil("bob:"))
          .containsExactly("* bob has joined", "* cem has joined", "bob: fine");
      assertThat(cem.read()).isEqualTo("bob: fine");
    }
  }

  @Test
  void whoNamesThoseWhoAreHere() throws Exception {
    try (Client ann = new Client(port);
        Client silent = new Client(port)) {
      assertThat(silent.read()).isEqualTo("* what is your name?");
      ann.say("ann");
      assertThat(ann.read()).isEqualTo("* what is your name?");
      assertThat(ann.read()).isEqualTo("* welcome, ann; here: ann");
      try (Client bob = new Client(port)) {
        bob.say("bob");
        assertThat(bob.readUntil("* welcome").getLast())
            .isEqualTo("* welcome, bob; here: ann, bob");
        bob.say("/who");
        assertThat(bob.read()).isEqualTo("* here: ann, bob");
        bob.say("/quit");
        assertThat(bob.read()).isEqualTo("* bye");
        assertThat(bob.read()).as("the connection is closed").isNull();
      }
      assertThat(ann.readUntil("* bob has left")).contains("* bob has joined");
      ann.say("/who");
      assertThat(ann.read()).isEqualTo("* here: ann");
      ann.say("/help");
      assertThat(ann.read()).isEqualTo("* there is /who, and /quit");
    }
  }

  @Test
  void nameThatIsTakenOrNoneIsRefusedAndAFreedOneIsNot() throws Exception {
    try (Client ann = Client.named("ann", port);
        Client other = new Client(port)) {
      assertThat(other.read()).isEqualTo("* what is your name?");
      other.say("ann");
      assertThat(other.read()).isEqualTo("* ann is here already; what is your name?");
      for (String none : List.of("", "two words", "/who", "x".repeat(21))) {
        other.say(none);
        assertThat(other.read())
            .isEqualTo("* a name has 1 to 20 letters, digits, _ or -; what is yours?");
      }
      ann.say("/quit");
      ann.readUntil("* bye");
      other.say("ann");
      assertThat(other.read()).isEqualTo("* welcome, ann; here: ann");
    }
  }

  @Test
  void lineThatIsTooLongIsNotSaidAndTheNextOneIs() throws Exception {
    try (Client ann = Client.named("ann", port);
        Client bob = Client.named("bob", port)) {
      bob.say("y".repeat(Lines.LIMIT + 1));
      bob.say("z".repeat(1_000_000));
      bob.say("x".repeat(Lines.LIMIT));
      assertThat(bob.read()).isEqualTo("* too long: a line may have 400 bytes");
      assertThat(bob.read()).isEqualTo("* too long: a line may have 400 bytes");
      assertThat(ann.readUntil("bob:"))
          .containsExactly("* bob has joined", "bob: " + "x".repeat(Lines.LIMIT));
    }
  }

  @Test
  void whatIsNoTextDoesNoHarm() throws Exception {
    try (Client ann = Client.named("ann", port);
        Client bob = Client.named("bob", port)) {
      bob.sayRaw(new byte[] {27, '[', '2', 'J', (byte) 0xff, 7, '\r', '\n', '\n', '\r', '\n'});
      bob.say("grüß dich");
      assertThat(ann.readUntil("bob: grüß dich"))
          .containsExactly("* bob has joined", "bob: [2J\ufffd", "bob: grüß dich");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoDisconnectsInTheMiddleOfALineHasLeftAndNotSaidIt(boolean inGoodOrder) throws Exception {
    try (Client ann = Client.named("ann", port)) {
      try (Client bob = Client.named("bob", port)) {
        bob.say("whole");
        bob.sayRaw("half".getBytes(UTF_8));
        if (inGoodOrder) {
          bob.endOutput();
          assertThat(bob.read()).isNull();
        }
      }
      assertThat(ann.readUntil("* bob has left"))
          .containsExactly("* bob has joined", "bob: whole", "* bob has left");
    }
  }

  /**
   * Fails if the room waited for a member (nobody would get the last line), or if lines got lost
   * without a word.
   */
  @Test
  void slowReaderHoldsNobodyUpAndLearnsHowMuchWasMissed() throws Exception {
    int count = 3000;
    String padding = "x".repeat(200);
    try (Client slow = new Client(port, 4096);
        Client ann = Client.named("ann", port);
        Client bob = Client.named("bob", port)) {
      slow.takeName("slow");
      Thread talk =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (int i = 0; i < count; i++) {
                    ann.say(i + " " + padding);
                  }
                  ann.say("last");
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      assertThat(gapsSaid(bob, count)).isLessThan(count);
      assertThat(gapsSaid(slow, count)).isPositive(); // which had not read anything until now
      talk.join(20_000);
      assertThat(talk.isAlive()).isFalse();
    }
  }

  /** Reads up to the last line; returns how many were missed, by numbers and by words the same. */
  private static int gapsSaid(Client client, int count) throws IOException {
    Pattern missed = Pattern.compile("\\* you have missed (\\d+) lines");
    int next = 0;
    int all = 0;
    int saidNow = 0;
    for (String line : client.readUntil("ann: last")) {
      Matcher matcher = missed.matcher(line);
      if (matcher.matches()) {
        saidNow = Integer.parseInt(matcher.group(1));
      } else if (line.startsWith("ann: ")) {
        String what = line.substring("ann: ".length());
        int number = what.equals("last") ? count : Integer.parseInt(what.split(" ")[0]);
        assertThat(number - next).as("missed before %s", number).isEqualTo(saidNow);
        all += saidNow;
        saidNow = 0;
        next = number + 1;
      }
    }
    return all;
  }

  /** One reads, one does not, one has no name yet, one is in the middle of a line. */
  @Test
  void stopSaysGoodByeAndClosesEveryConnection() throws Exception {
    try (Client ann = Client.named("ann", port);
        Client bob = Client.named("bob", port);
        Client silent = new Client(port)) {
      assertThat(silent.read()).isEqualTo("* what is your name?");
      bob.sayRaw("half".getBytes(UTF_8));
      server.close();
      assertThat(server.goroutines()).hasSize(2 + 3 * 2).noneMatch(Thread::isAlive);
      for (Client client : List.of(ann, bob, silent)) {
        assertThat(client.readUntil("* the room closes")).isNotEmpty();
        assertThat(readRest(client)).isEmpty();
      }
      assertThatThrownBy(() -> new Client(port)).isInstanceOf(ConnectException.class);
    }
  }

  /** Fails if the end had no limit: the writer waits for somebody who reads nothing. */
  @Test
  void stopCutsOffWhoDoesNotRead() throws Exception {
    try (Client ann = Client.named("ann", port);
        Client stuck = new Client(port, 4096)) {
      stuck.takeName("stuck");
      for (int i = 0; i < 2000; i++) {
        ann.say("x".repeat(300));
      }
      ann.say("/who");
      ann.readUntil("* here: ann, stuck");
      server.close();
      assertThat(server.goroutines()).hasSize(2 + 2 * 2).noneMatch(Thread::isAlive);
    }
  }

  @Test
  void endedConnectionsAreForgotten() throws Exception {
    for (int i = 0; i < 20; i++) {
      try (Client passing = Client.named("ann", port)) {
        passing.say("/quit");
        passing.readUntil("* bye");
        assertThat(passing.read()).isNull();
      }
    }
    Client.named("last", port).close();
    server.close();
    assertThat(server.goroutines()).hasSizeLessThan(2 + 20 * 2);
  }

  @Test
  void commandSaysWhereItListensAndEndsWhenInterrupted() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<Integer> status = new ArrayList<>();
    Thread command =
        Thread.ofPlatform()
            .start(() ->
                status.add(
                    new CommandLine(new Chat(new PrintStream(out), new PrintStream(err)))
                        .execute()));
    Await.until(() -> out.toString(UTF_8).endsWith("\n"), "it says where it listens", command);
    assertThat(out.toString(UTF_8)).matches("listening on 127\\.0\\.0\\.1:\\d+\\R");
    int where = Integer.parseInt(out.toString(UTF_8).strip().replaceAll(".*:", ""));
    try (Client ann = Client.named("ann", where)) {
      command.interrupt();
      command.join(20_000);
      assertThat(command.isAlive()).isFalse();
      assertThat(ann.read()).isEqualTo("* the room closes");
      assertThat(ann.read()).isNull();
    }
    assertThat(status).containsExactly(130);
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  void portThatIsTakenIsRefused() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Chat second = new Chat(new PrintStream(new ByteArrayOutputStream()), new PrintStream(err));
    assertThat(new CommandLine(second).execute("--port", Integer.toString(port))).isEqualTo(1);
    assertThat(err.toString(UTF_8)).startsWith("chat: cannot listen on port " + port + ": ");
  }

  private static List<String> readRest(Client client) throws IOException {
    List<String> rest = new ArrayList<>();
    for (String line = client.read(); line != null; line = client.read()) {
      rest.add(line);
    }
    return rest;
  }
}
