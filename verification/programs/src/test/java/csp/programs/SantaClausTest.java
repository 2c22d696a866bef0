// SPDX-License-Identifier: Apache-2.0
package csp.programs;

import static csp.select.Select.doOnReceive;
import static csp.select.Select.selectFirst;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.ReceiveChannel;
import csp.context.CanceledException;
import csp.context.Context;
import csp.testkit.ThreadKind;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Santa sleeps until all nine reindeer are back, or three of the ten elves have a question; the
 * reindeer come first. After J. A. Trono, "A new exercise in concurrency" (SIGCSE Bulletin, 1994).
 */
class SantaClausTest {
  private static final int REINDEER = 9;
  private static final int ELVES = 10;
  private static final int ELVES_AT_ONCE = 3;

  private final int years = Scale.of(40);
  private final int meetings = Scale.of(120);

  private record Visitor(int number, Channel<String> answer) {}

  /** Visitors of one sort, who come again and again until {@code holidays} begin. */
  private record House(Workers workers, ThreadKind kind, Context holidays) {
    ReceiveChannel<List<Visitor>> groups(String sort, int count, int size) {
      Channel<Visitor> door = Channel.unbuffered();
      for (int i = 0; i < count; i++) {
        Visitor visitor = new Visitor(i, Channel.unbuffered());
        start(kind, sort + " " + i, () -> come(visitor, sort, door));
      }
      Channel<List<Visitor>> groups = Channel.unbuffered();
      start(ThreadKind.VIRTUAL, "door of " + sort, () -> wait(door, size, groups));
      return groups;
    }

    private void start(ThreadKind kind, String name, Workers.Body body) {
      workers.start(
          kind,
          name,
          () -> {
            try {
              body.run();
            } catch (CanceledException holidays) {
              // home
            }
          });
    }

    private void come(Visitor visitor, String sort, Channel<Visitor> door)
        throws InterruptedException {
      while (true) {
        door.send(visitor, holidays);
        assertThat(visitor.answer.receive(holidays)).isEqualTo(sort);
      }
    }

    /** Lets them wait at the door until they are enough. */
    private void wait(Channel<Visitor> door, int size, Channel<List<Visitor>> groups)
        throws InterruptedException {
      List<Visitor> group = new ArrayList<>();
      for (Visitor visitor : door.until(holidays)) {
        group.add(visitor);
        if (group.size() == size) {
          groups.send(List.copyOf(group), holidays);
          group.clear();
        }
      }
    }
  }

  private static void answer(List<Visitor> group, String answer, int size)
      throws InterruptedException {
    assertThat(new HashSet<>(group)).hasSize(size);
    for (Visitor visitor : group) {
      visitor.answer().send(answer);
    }
  }

  @ParameterizedTest
  @EnumSource
  void reindeerComeAsNineAndElvesAsThree(ThreadKind kind) throws InterruptedException {
    int[] journeys = new int[1];
    int[] hours = new int[1];
    try (Workers workers = new Workers();
        var holidays = Context.withCancel(Context.background())) {
      House house = new House(workers, kind, holidays);
      var team = house.groups("reindeer", REINDEER, REINDEER);
      var three = house.groups("elf", ELVES, ELVES_AT_ONCE);
      while (journeys[0] < years || hours[0] < meetings) {
        selectFirst(
            doOnReceive(
                    team,
                    reindeer -> {
                      journeys[0]++;
                      answer(reindeer, "reindeer", REINDEER);
                    })
                .when(() -> journeys[0] < years),
            doOnReceive(
                three,
                elves -> {
                  hours[0]++;
                  answer(elves, "elf", ELVES_AT_ONCE);
                }));
      }
    }
    assertThat(journeys[0]).isEqualTo(years);
    assertThat(hours[0]).isGreaterThanOrEqualTo(meetings);
  }
}
