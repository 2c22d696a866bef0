// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How cells compare while the processors are near each other, and while they are far. A {@link
 * Line} is measured before each process: one counts whose mood was the same before it and after it,
 * which is before the next.
 */
final class Moods {
  /** Below that, all are of one mood. */
  private static final double VARIES = 3.0;

  private final double border;
  private final boolean vary;
  private final Scores near;
  private final Scores far;

  Moods(List<Measurement> measurements) {
    List<Double> lines = new Scores(measurements).lines();
    vary = !lines.isEmpty() && lines.getLast() >= VARIES * lines.getFirst();
    border = vary ? Math.sqrt(lines.getFirst() * lines.getLast()) : Double.NaN;
    List<Measurement> ofNear = new ArrayList<>();
    List<Measurement> ofFar = new ArrayList<>();
    for (int i = 0; i < measurements.size(); i++) {
      double before = measurements.get(i).line();
      double after = i + 1 < measurements.size() ? measurements.get(i + 1).line() : before;
      if (before < border && after < border) {
        ofNear.add(measurements.get(i));
      } else if (before >= border && after >= border) {
        ofFar.add(measurements.get(i));
      }
    }
    near = new Scores(ofNear);
    far = new Scores(ofFar);
  }

  /**
   * What each bar compares in either mood; empty if the mood did not change, or nothing compares.
   */
  String summary() {
    if (!vary) {
      return "";
    }
    Grid grid = new Grid(List.of("cell", "near: csp/other", "far: csp/other"));
    boolean compares = false;
    for (Family family : Family.values()) {
      for (String cell : cells(family)) {
        List<String> row = List.of(cell, ratios(near, cell), ratios(far, cell));
        if (!row.equals(List.of(cell, Figures.NONE, Figures.NONE))) {
          grid.add(row);
          compares = true;
        }
      }
    }
    if (!compares) {
      return "";
    }
    return """
    ## Near and far processors

    The same, of those processes alone before and after which a line took less than %s ns, and of those where it took
    that or more. Who did not run in a mood is not compared in it.

    %s
    """
        .formatted(Figures.nanos(border), grid);
  }

  private List<String> cells(Family family) {
    return Stream.of(near, far)
        .flatMap(scores -> scores.cells(family).stream())
        .distinct()
        .filter(cell -> !Cells.named(cell).bars().isEmpty())
        .toList();
  }

  private static String ratios(Scores scores, String cell) {
    List<String> ratios = new ArrayList<>();
    for (Bar bar : Cells.named(cell).bars()) {
      Library other = scores.other(cell, bar);
      double ratio = scores.ratio(cell, Library.CSP, other);
      if (other != null && !Double.isNaN(ratio)) {
        ratios.add(other.label() + " " + Figures.ratio(ratio));
      }
    }
    return ratios.isEmpty() ? Figures.NONE : String.join(", ", ratios);
  }
}
