// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The measurements of one session, summed up over the forks, and how they compare. */
final class Scores {
  private final List<Measurement> measurements;

  Scores(List<Measurement> measurements) {
    this.measurements = List.copyOf(measurements);
  }

  /** What was measured of {@code family}, in the order of the session. */
  List<String> cells(Family family) {
    return measurements.stream()
        .map(Measurement::cell)
        .distinct()
        .filter(cell -> Cells.named(cell).family() == family)
        .toList();
  }

  /** Who took part in {@code family}. */
  Set<Library> libraries(Family family) {
    Set<Library> libraries = EnumSet.noneOf(Library.class);
    measurements.stream()
        .filter(measured -> Cells.named(measured.cell()).family() == family)
        .forEach(measured -> libraries.add(measured.library()));
    return libraries;
  }

  /** Null if it was not measured, or one of the forks failed. */
  @Nullable Score of(String cell, Library library) {
    return Score.of(forks(cell, library));
  }

  /** Whether it was measured in vain. */
  boolean failed(String cell, Library library) {
    return forks(cell, library).stream().anyMatch(fork -> fork.nanos().isEmpty());
  }

  /** What was measured in vain. */
  List<String> failures() {
    return measurements.stream()
        .filter(fork -> fork.nanos().isEmpty())
        .map(fork -> fork.cell() + " " + fork.library().label())
        .distinct()
        .toList();
  }

  /** What a line took before each fork, where it was measured. */
  List<Double> lines() {
    return measurements.stream()
        .map(Measurement::line)
        .filter(nanos -> !nanos.isNaN())
        .sorted()
        .toList();
  }

  /** The fastest peer on the JVM, or null if there is none. */
  @Nullable Library bestPeer(String cell) {
    Library best = null;
    double least = Double.POSITIVE_INFINITY;
    for (Library library : Library.values()) {
      Score score = of(cell, library);
      if (library.isPeer() && library.isOnJvm() && score != null && score.median() < least) {
        best = library;
        least = score.median();
      }
    }
    return best;
  }

  /**
   * The time of {@code library} divided by that of {@code other}; NaN if one of them is missing.
   */
  double ratio(String cell, Library library, @Nullable Library other) {
    Score own = of(cell, library);
    Score theirs = other == null ? null : of(cell, other);
    return own == null || theirs == null ? Double.NaN : own.median() / theirs.median();
  }

  /** Whom {@code bar} compares this library with. */
  @Nullable Library other(String cell, Bar bar) {
    return bar.other() == null ? bestPeer(cell) : bar.other();
  }

  private List<Measurement> forks(String cell, Library library) {
    return measurements.stream()
        .filter(fork -> fork.cell().equals(cell) && fork.library() == library)
        .toList();
  }
}
