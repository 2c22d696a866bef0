// SPDX-License-Identifier: Apache-2.0
package csp.det.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import csp.det.Options;
import csp.det.Report;
import csp.det.Scenario;
import csp.det.Schedules;
import csp.guinea.Turnstile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mutators, on a small class of which it is known what has to be noticed. */
class MutantsTest {
  private static final String TYPE = "csp.guinea.Turnstile.";
  private static final String UNNOTICED = TYPE + "pass() drop-write forNobody 1";
  private static final String UNREACHED = TYPE + "reset() drop-write passed 1";

  private Subjects subjects;

  @BeforeEach
  void read() throws IOException {
    subjects = Subjects.of(Turnstile.class);
  }

  @AfterEach
  void restore() {
    subjects.restoreAll();
  }

  /** pass, passed | pass | post | read. */
  private static Report explore() {
    Scenario scenario =
        () -> {
          Turnstile turnstile = new Turnstile();
          Thread.startVirtualThread(() -> {
            turnstile.pass();
            turnstile.passed();
          });
          Thread.startVirtualThread(turnstile::pass);
          Thread.startVirtualThread(() -> turnstile.post("closed"));
          String[] seen = new String[1];
          Thread.startVirtualThread(() -> seen[0] = turnstile.read());
          return () -> {
            assertThat(turnstile.passed()).isEqualTo(2);
            assertThat(turnstile.passed()).as("unlocked").isEqualTo(2);
            assertThat(turnstile.lastEven()).isEqualTo(2);
            assertThat(seen[0]).isIn("", "closed");
            assertThat(turnstile.read()).isEqualTo("closed");
          };
        };
    return Schedules.search(Options.exhaustive(2), scenario);
  }

  @Test
  void everyKindIsFound() {
    assertThat(subjects.mutants().stream().map(Mutant::id))
        .contains(
            TYPE + "pass() drop-call Turnstile.lock 1",
            TYPE + "pass() drop-call Turnstile.unlock 1",
            TYPE + "pass() drop-write passed 1",
            TYPE + "pass() drop-write element 1",
            TYPE + "post(String) weaken posted>setOpaque 1",
            TYPE + "read() weaken posted>getOpaque 1",
            TYPE + "read() negate condition 1",
            TYPE + "lock() weaken locked.compareAndSet>weakCompareAndSetPlain 1",
            TYPE + "lock() split locked.compareAndSet 1",
            TYPE + "lock() cas-succeeds locked.compareAndSet 1",
            TYPE + "lock() cas-fails locked.compareAndSet 1",
            TYPE + "lock() negate condition 1",
            TYPE + "unlock() drop-write locked.set 1",
            TYPE + "unlock() weaken locked.set>setOpaque 1")
        .doesNotHaveDuplicates();
  }

  @Test
  void mutantIsNoticedUnlessNothingDependsOnIt() {
    List<String> unnoticed = new ArrayList<>();
    for (Mutant mutant : subjects.mutants()) {
      subjects.mutate(mutant);
      Report report = explore();
      subjects.restore(mutant);
      if (report.failure() == null) {
        unnoticed.add(mutant.id());
      }
    }

    assertThat(unnoticed).containsExactlyInAnyOrder(UNNOTICED, UNREACHED);
    assertThat(explore().failure()).as("with all restored").isNull();
  }

  @Test
  void placesThatATestComesToAreTold() {
    subjects.probe();
    Reached.take();
    explore();
    BitSet reached = Reached.take();

    for (int i = 0; i < subjects.mutants().size(); i++) {
      String id = subjects.mutants().get(i).id();
      assertThat(reached.get(i)).as(id).isEqualTo(!id.equals(UNREACHED));
    }
  }

  @Test
  void listOfEquivalentsIsReadAndItsLostLinesAreTold(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("list");
    Files.writeString(file, "# why\n\n*pass() * forNobody *: nobody reads it\nother: gone\n");

    Equivalents equivalents = Equivalents.read(file);

    assertThat(subjects.mutants().stream().filter(equivalents::has).map(Mutant::id))
        .containsExactly(UNNOTICED);
    assertThat(equivalents.unmatched(subjects.mutants())).containsExactly("other");
  }

  @Test
  void secondLineIsAskedOfWhatTheFirstHasNotNoticed() throws Exception {
    List<Mutant> four = subjects.mutants().subList(0, 4);
    Fate killed = new Fate(Fate.Kind.KILLED, "a scenario", "why");
    Fate killedByUnit = new Fate(Fate.Kind.KILLED_BY_UNIT, "a test", "why");
    List<Fate> first = List.of(killed, Fate.SURVIVED, Fate.SURVIVED, Fate.NOT_REACHED);
    Map<Integer, Fate> second = Map.of(1, killedByUnit, 2, Fate.NOT_REACHED, 3, Fate.NOT_REACHED);
    List<Integer> asked = new ArrayList<>();
    Campaign campaign =
        new Campaign(
            four,
            List.of(
                first::get,
                number -> {
                  asked.add(number);
                  return second.get(number);
                }));

    Map<Mutant, Fate> fates = campaign.run(_ -> true, Duration.ofMinutes(1), (_, _) -> {});

    assertThat(asked).containsExactlyInAnyOrder(1, 2, 3);
    assertThat(fates)
        .containsEntry(four.get(0), killed)
        .containsEntry(four.get(1), killedByUnit)
        .containsEntry(four.get(2), Fate.SURVIVED)
        .containsEntry(four.get(3), Fate.NOT_REACHED);
    assertThat(new Summary(four, fates, _ -> false).score()).isEqualTo(0.5);
  }

  @Test
  void scoreLeavesOutTheEquivalents() {
    List<Mutant> three = subjects.mutants().subList(0, 3);
    Summary summary =
        new Summary(
            three,
            Map.of(
                three.get(0),
                new Fate(Fate.Kind.KILLED, "a test", "why"),
                three.get(1),
                Fate.SURVIVED),
            three.get(2)::equals);

    assertThat(summary.score()).isEqualTo(0.5);
    assertThat(summary.text()).contains("equivalent").containsPattern("all .* 50 %");
  }
}
