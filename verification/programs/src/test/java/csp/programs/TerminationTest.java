// SPDX-License-Identifier: Apache-2.0
package csp.programs;

import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.testkit.ThreadKind;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A computation spreads over processes that do not know each other's state, and its end is found
 * out: every message gets a signal, and a process signals the message that woke it last. After E.
 * W. Dijkstra and C. S. Scholten, "Termination detection for diffusing computations" (1980).
 */
class TerminationTest {
  private static final int PROCESSES = 8;
  private static final int ROOT = PROCESSES; // the environment, which has a mailbox, too

  private sealed interface Letter {
    /** Work: pass it on {@code fuel} times. */
    record Work(int sender, int fuel) implements Letter {}

    /** The signal for a message. */
    record Signal() implements Letter {}
  }

  private final List<Channel<Letter>> mailboxes = new ArrayList<>();
  private final AtomicInteger started = new AtomicInteger(); // messages sent
  private final AtomicInteger ended = new AtomicInteger(); // messages worked off

  private void live(int number, SplittableRandom random) throws InterruptedException {
    int parent = -1;
    int deficit = 0; // messages sent that are not signalled
    for (Letter letter : mailboxes.get(number)) {
      switch (letter) {
        case Letter.Work(int sender, int fuel) -> {
          if (parent < 0) {
            parent = sender;
          } else {
            mailboxes.get(sender).send(new Letter.Signal());
          }
          for (int i = 0; fuel > 0 && i < 2; i++) {
            deficit++;
            work(number, random.nextInt(PROCESSES), fuel - 1);
          }
          ended.incrementAndGet();
        }
        case Letter.Signal() -> deficit--;
      }
      if (parent >= 0 && deficit == 0) {
        mailboxes.get(parent).send(new Letter.Signal());
        parent = -1;
      }
    }
  }

  private void work(int from, int to, int fuel) throws InterruptedException {
    started.incrementAndGet();
    mailboxes.get(to).send(new Letter.Work(from, fuel));
  }

  @ParameterizedTest
  @EnumSource
  void endIsNoticedWhenAllWorkIsDone(ThreadKind kind) throws InterruptedException {
    SplittableRandom random = new SplittableRandom(1980);
    int fuel = 8;
    int rounds = Scale.of(5);
    for (int i = 0; i <= PROCESSES; i++) {
      mailboxes.add(Channel.named("mailbox " + i).unbounded());
    }
    try (Workers workers = new Workers()) {
      for (int i = 0; i < PROCESSES; i++) {
        int number = i;
        SplittableRandom own = random.split();
        workers.start(kind, "process " + i, () -> live(number, own));
      }
      for (int round = 1; round <= rounds; round++) {
        work(ROOT, random.nextInt(PROCESSES), fuel);
        assertThat(mailboxes.get(ROOT).receive()).isEqualTo(new Letter.Signal());
        assertThat(ended.get()).isEqualTo(started.get());
        assertThat(started.get()).isEqualTo(round * ((1 << fuel + 1) - 1)); // a binary tree
      }
      mailboxes.forEach(Channel::close);
    }
  }
}
