// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import static csp.select.Select.*;
import static csp.sync.Clauses.*;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.select.Clause;
import csp.select.Selector;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Selects and selectors among a semaphore of one permit, a channel, a wait group and time-outs,
 * with plain acquires and interrupts in between: most clauses lose. Never are two inside, the
 * permit is there in the end, nobody is left in line, and the channel has lost nothing.
 */
/*
 * Seen red with a grant that counts though its claim was lost: the permit stays held.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class ClausesStressTest {
  private static final int USERS = 6;
  private static final int TIMES = 300;

  @Test
  void permitIsConservedWhateverWins() {
    AtomicInteger acquired = new AtomicInteger();
    AtomicInteger lost = new AtomicInteger();
    Stress.run("clauses", random -> new Run(random, acquired, lost).run());
    assertThat(acquired).hasPositiveValue();
    assertThat(lost).hasPositiveValue();
  }

  private static final class Run {
    private final SplittableRandom random;
    private final AtomicInteger acquired;
    private final AtomicInteger lost;
    private final Semaphore semaphore = new Semaphore(1);
    private final Channel<Integer> channel = Channel.unbuffered();
    private final WaitGroup group = new WaitGroup();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger received = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();

    Run(SplittableRandom random, AtomicInteger acquired, AtomicInteger lost) {
      this.random = random;
      this.acquired = acquired;
      this.lost = lost;
    }

    void run() {
      group.add(1);
      try (Workers workers = new Workers()) {
        List<Worker<Void>> users = new ArrayList<>();
        for (int i = 0; i < USERS; i++) {
          SplittableRandom own = random.split();
          ThreadKind kind = i % 3 == 0 ? ThreadKind.PLATFORM : ThreadKind.VIRTUAL;
          int way = i % 3;
          users.add(
              workers.start(
                  kind,
                  "user " + i,
                  () -> {
                    switch (way) {
                      case 0 -> selectors(own);
                      case 1 -> selects(own);
                      default -> plain(own);
                    }
                  }));
        }
        SplittableRandom chaos = random.split();
        Worker<Void> interrupter =
            workers.virtual(
                "chaos",
                () -> {
                  while (!over.get()) {
                    users.get(chaos.nextInt(USERS)).interrupt();
                    LockSupport.parkNanos(chaos.nextInt(100_000));
                  }
                });
        Worker<Void> sender =
            workers.virtual(
                "sender",
                () -> {
                  while (!over.get()) {
                    if (channel.trySend(1)) {
                      sent.incrementAndGet();
                    }
                    LockSupport.parkNanos(20_000);
                  }
                });
        users.forEach(Worker::result);
        over.set(true);
        interrupter.result();
        sender.result();
      }
      group.done();
      assertThat(semaphore).hasToString("Semaphore[0 of 1 held, 0 waiting]");
      assertThat(group).hasToString("WaitGroup[0 to go, 0 waiting]");
      assertThat(channel.waitingReceivers()).isZero();
      assertThat(received).hasValue(sent.get());
      semaphore.checkInvariants();
      group.checkInvariants();
    }

    private void useAndRelease() {
      assertThat(inside.incrementAndGet()).isEqualTo(1);
      acquired.incrementAndGet();
      Thread.onSpinWait();
      inside.decrementAndGet();
      semaphore.release();
    }

    private Clause<Object> acquire() {
      return onAcquire(semaphore, 1, this::useAndRelease);
    }

    private Clause<Object> receive() {
      return doOnReceive(
          channel,
          v -> {
            received.incrementAndGet();
            lost.incrementAndGet();
          });
    }

    private Clause<Object> zero() {
      return onZero(
          group,
          () -> {
            throw new AssertionError("the group is not at zero");
          });
    }

    private Clause<Object> timeout(SplittableRandom own) {
      return onTimeout(
          Duration.ofNanos(own.nextInt(30_000)),
          () -> {
            lost.incrementAndGet();
          });
    }

    private void selects(SplittableRandom own) {
      for (int i = 0; i < TIMES; i++) {
        try {
          select(acquire(), receive(), zero(), own.nextBoolean() ? timeout(own) : null);
        } catch (InterruptedException nothingDone) {
          lost.incrementAndGet();
        }
      }
    }

    private void selectors(SplittableRandom own) {
      try (Selector selector =
          own.nextBoolean()
              ? Selector.random(acquire(), receive(), zero(), timeout(own))
              : Selector.priority(receive(), acquire(), zero())) {
        for (int i = 0; i < TIMES; i++) {
          try {
            selector.select();
          } catch (InterruptedException nothingDone) {
            lost.incrementAndGet();
          }
        }
      }
    }

    private void plain(SplittableRandom own) {
      for (int i = 0; i < TIMES; i++) {
        try {
          if (own.nextBoolean()) {
            semaphore.acquire();
          } else if (!semaphore.tryAcquire(1, Duration.ofNanos(own.nextInt(30_000)))) {
            continue;
          }
          useAndRelease();
        } catch (InterruptedException nothingDone) {
          // goes on
        }
      }
    }
  }
}
