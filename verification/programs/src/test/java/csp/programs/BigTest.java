// SPDX-License-Identifier: Apache-2.0
package csp.programs;

import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Actors ask each other at random and answer meanwhile, each with one mailbox without a bound.
 * After "big" in S. Aronis and others, "A scalability benchmark suite for Erlang/OTP" (2012).
 */
class BigTest {
  private static final int ACTORS = 12;

  private sealed interface Letter {
    /** A question that is to be answered. */
    record Ping(int sender) implements Letter {}

    /** The answer. */
    record Pong(int sender) implements Letter {}

    /** All have their answers. */
    record Stop() implements Letter {}
  }

  private final int questions = Scale.of(200);
  private final List<Channel<Letter>> mailboxes = new ArrayList<>();
  private final Channel<Integer> sink = Channel.unbuffered();

  /** How many questions it was asked. */
  private int act(int number, SplittableRandom random) throws InterruptedException {
    int asked = 0;
    int answered = 0;
    int partner = ask(number, random);
    for (Letter letter : mailboxes.get(number)) {
      switch (letter) {
        case Letter.Ping(int sender) -> {
          asked++;
          mailboxes.get(sender).send(new Letter.Pong(number));
        }
        case Letter.Pong(int sender) -> {
          assertThat(sender).isEqualTo(partner);
          if (++answered < questions) {
            partner = ask(number, random);
          } else {
            sink.send(number);
          }
        }
        case Letter.Stop() -> mailboxes.get(number).close();
      }
    }
    return asked;
  }

  private int ask(int number, SplittableRandom random) throws InterruptedException {
    int partner = (number + 1 + random.nextInt(ACTORS - 1)) % ACTORS;
    mailboxes.get(partner).send(new Letter.Ping(number));
    return partner;
  }

  @ParameterizedTest
  @EnumSource
  void everyQuestionIsAskedAndAnsweredOnce(ThreadKind kind) throws InterruptedException {
    SplittableRandom random = new SplittableRandom(2012);
    List<Worker<Integer>> actors = new ArrayList<>();
    try (Workers workers = new Workers()) {
      for (int i = 0; i < ACTORS; i++) {
        mailboxes.add(Channel.named("mailbox " + i).unbounded());
      }
      for (int i = 0; i < ACTORS; i++) {
        int number = i;
        SplittableRandom own = random.split();
        actors.add(workers.start(kind, "actor " + i, () -> act(number, own)));
      }
      for (int i = 0; i < ACTORS; i++) {
        sink.receive();
      }
      for (Channel<Letter> mailbox : mailboxes) {
        mailbox.send(new Letter.Stop());
      }
      assertThat(actors.stream().mapToInt(Worker::result).sum()).isEqualTo(ACTORS * questions);
    }
  }
}
