// SPDX-License-Identifier: Apache-2.0
package csp.programs;

import static csp.select.Select.doOnReceive;
import static csp.select.Select.onDefault;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.select.Clause;
import csp.select.Selector;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Processes send money to each other all the time, and yet a picture is taken in which none is
 * missing: markers in the channels say what belongs to it. After K. M. Chandy and L. Lamport,
 * "Distributed snapshots" (1985). It needs channels that keep the order.
 */
class SnapshotTest {
  private static final int PROCESSES = 4;
  private static final int CAPITAL = 1_000; // of each
  private static final int MARKER = 0; // and every other message is an amount
  private static final int LAST = -1;

  private final int transfers = Scale.of(400); // of each
  private final Channel<Integer>[] links = links();

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
  private static Channel<Integer>[] links() {
    return Stream.generate(() -> Channel.named("link").unbounded())
        .limit(PROCESSES * PROCESSES)
        .toArray(Channel[]::new);
  }

  private Channel<Integer> link(int from, int to) {
    return links[from * PROCESSES + to];
  }

  /** What a process has in the end, and in the picture: its own and on the way to it. */
  private record Account(long money, long pictured) {}

  private final class Process {
    private final int number;
    private final boolean[] recording = new boolean[PROCESSES]; // from whom
    private boolean pictured;
    private long money = CAPITAL;
    private long picture;
    private final SplittableRandom random;
    private int open = PROCESSES - 1; // how many may still send
    private int left = transfers;

    Process(int number, SplittableRandom random) {
      this.number = number;
      this.random = random;
    }

    private void takePicture() throws InterruptedException {
      pictured = true;
      picture += money;
      Arrays.fill(recording, true);
      sendAll(MARKER);
    }

    private void receive(int from, int message) throws InterruptedException {
      switch (message) {
        case MARKER -> {
          if (!pictured) {
            takePicture();
          }
          recording[from] = false;
        }
        case LAST -> open--;
        default -> {
          money += message;
          if (recording[from]) {
            picture += message;
          }
        }
      }
    }

    private void transfer() throws InterruptedException {
      if (money > 1) {
        int amount = 1 + random.nextInt((int) Math.min(money - 1, 50));
        money -= amount;
        link(number, (number + 1 + random.nextInt(PROCESSES - 1)) % PROCESSES).send(amount);
      }
      left--;
      if (left == transfers / 2 && number == 0) {
        takePicture();
      }
      if (left == 0) {
        sendAll(LAST);
      }
    }

    private void sendAll(int message) throws InterruptedException {
      for (int to = 0; to < PROCESSES; to++) {
        if (to != number) {
          link(number, to).send(message);
        }
      }
    }

    Account live() throws InterruptedException {
      List<Clause<?>> clauses = new ArrayList<>();
      clauses.add(onDefault(this::transfer).when(() -> left > 0));
      for (int i = 0; i < PROCESSES; i++) {
        int from = i;
        if (from != number) {
          clauses.add(doOnReceive(link(from, number), message -> receive(from, message)));
        }
      }
      try (Selector selector = Selector.random(clauses)) {
        while (left > 0 || open > 0) {
          selector.select();
          if (left > 0 && random.nextBoolean()) {
            transfer();
          }
        }
      }
      return new Account(money, picture);
    }
  }

  @ParameterizedTest
  @EnumSource
  void pictureHasAllTheMoney(ThreadKind kind) {
    SplittableRandom random = new SplittableRandom(1985);
    try (Workers workers = new Workers()) {
      List<Worker<Account>> processes = new ArrayList<>();
      for (int i = 0; i < PROCESSES; i++) {
        Process process = new Process(i, random.split());
        processes.add(workers.start(kind, "process " + i, process::live));
      }
      List<Account> accounts = processes.stream().map(Worker::result).toList();
      assertThat(accounts.stream().mapToLong(Account::money).sum()).isEqualTo(PROCESSES * CAPITAL);
      assertThat(accounts.stream().mapToLong(Account::pictured).sum())
          .isEqualTo(PROCESSES * CAPITAL);
    }
  }
}
