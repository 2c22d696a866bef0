// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The measurements of one session as text. */
final class Report {
  /** A round of a selector over many quiet channels may cost as many times one over few. */
  static final double WIDE_BAR = 3.0;

  /** Cells in which threads hardly ever park: nothing should be allocated per element. */
  private static final Set<String> WITHOUT_PARKING =
      Set.of(
          "pc,1024,1,1",
          Cell.UNCONTENDED,
          "sel,16,2",
          "sel,16,4",
          Cells.wide(Cells.FEW),
          Cells.wide(Cells.MANY));

  private final Scores scores;
  private final Moods moods;
  private final List<Family> families;

  Report(List<Measurement> measurements) {
    scores = new Scores(measurements);
    moods = new Moods(measurements);
    families = Stream.of(Family.values()).filter(family -> !table(family).isEmpty()).toList();
  }

  /** The tables, what they come to, and the allocation where nothing parks. */
  String summary() {
    StringBuilder text = new StringBuilder();
    for (Family family : families) {
      Table table = table(family);
      text.append("## ").append(family.title()).append("\n\n");
      text.append(table.rows()).append('\n').append(table.outcome());
      if (family == Family.CHANNELS) {
        text.append(selector()).append(allocation());
      }
      text.append('\n');
    }
    return text.append(moods.summary()).append(waste()).append(failures()).toString();
  }

  /** One row per cell and library, with the spread and the forks in order. */
  String details() {
    Grid grid =
        new Grid(
            List.of(
                "cell",
                "library",
                "median ns",
                "min–max",
                "each fork, in order",
                "line ns before each",
                "B/op"));
    for (Family family : families) {
      for (String cell : scores.cells(family)) {
        for (Library library : scores.libraries(family)) {
          Score score = scores.of(cell, library);
          if (score != null) {
            grid.add(
                List.of(
                    cell,
                    library.label(),
                    Figures.nanos(score.median()),
                    Figures.range(score),
                    inOrder(score.forks()),
                    inOrder(score.lines()),
                    Figures.bytes(score.bytes())));
          }
        }
      }
    }
    return grid.toString();
  }

  /** How far the processors were from each other, over the session. */
  String lines() {
    List<Double> lines = scores.lines();
    return lines.isEmpty()
        ? ""
        : "- a cache line to another processor and back, in ns: median %s, from %s to %s\n"
            .formatted(
                Figures.nanos(Score.median(lines)),
                Figures.nanos(lines.getFirst()),
                Figures.nanos(lines.getLast()));
  }

  private static String inOrder(List<Double> nanos) {
    return String.join(", ", nanos.stream().map(Figures::nanos).toList());
  }

  /** The medians as a picture. */
  String chart() {
    return Chart.svg(scores);
  }

  /** Whether no fork failed and no cell misses its bar. */
  boolean isGood() {
    return families.stream().map(this::table).noneMatch(Table::hasSlowerCells)
        && !(wideRatio() > WIDE_BAR)
        && wasteful().isEmpty()
        && scores.failures().isEmpty();
  }

  /** The cells of {@code family}. */
  Table table(Family family) {
    return new Table(scores, family);
  }

  /** What a round of a selector costs beside the peers, and with many channels beside few. */
  private String selector() {
    List<String> ratios = new ArrayList<>();
    for (String cell : scores.cells(Family.CHANNELS)) {
      double ratio = scores.ratio(cell, Library.CSP_SELECTOR, scores.bestPeer(cell));
      if (!Double.isNaN(ratio)) {
        ratios.add(cell + " " + Figures.ratio(ratio));
      }
    }
    double wide = wideRatio();
    return (ratios.isEmpty()
            ? ""
            : "\nSelector, beside the best of the peers: " + String.join(" · ", ratios) + ".\n")
        + (Double.isNaN(wide)
            ? ""
            : String.format(
                Locale.ROOT,
                "\n"
                    + "Selector, a round over %,d channels beside one over %d: %.2f, at most %.2f:"
                    + " %s.\n",
                Cells.MANY,
                Cells.FEW,
                wide,
                WIDE_BAR,
                wide <= WIDE_BAR ? Table.HOLDS : Table.SLOWER));
  }

  private double wideRatio() {
    Score few = scores.of(Cells.wide(Cells.FEW), Library.CSP_SELECTOR);
    Score many = scores.of(Cells.wide(Cells.MANY), Library.CSP_SELECTOR);
    return few == null || many == null ? Double.NaN : many.median() / few.median();
  }

  private String allocation() {
    List<String> lines = new ArrayList<>();
    for (String cell : scores.cells(Family.CHANNELS)) {
      if (WITHOUT_PARKING.contains(cell)) {
        List<String> fields = new ArrayList<>();
        for (Library library : Library.values()) {
          Score score = scores.of(cell, library);
          if (score != null) {
            fields.add(library.label() + " " + Figures.bytes(score.bytes()));
          }
        }
        lines.add(cell + ": " + String.join(", ", fields));
      }
    }
    return lines.isEmpty()
        ? ""
        : "\nBytes per element where threads hardly park: " + String.join(" · ", lines) + ".\n";
  }

  private String waste() {
    List<String> wasteful = wasteful();
    return wasteful.isEmpty()
        ? ""
        : "ALLOCATES more bytes than it may: " + String.join(" · ", wasteful) + ".\n\n";
  }

  /** The cells in which we allocate more than {@link Cell#mostBytes}. */
  private List<String> wasteful() {
    List<String> wasteful = new ArrayList<>();
    for (Family family : families) {
      for (String cell : scores.cells(family)) {
        Score own = scores.of(cell, Library.CSP);
        double most = Cells.named(cell).mostBytes();
        if (own != null && own.bytes() > most) {
          wasteful.add(
              "%s %s, at most %s"
                  .formatted(cell, Figures.bytes(own.bytes()), Figures.bytes(Math.floor(most))));
        }
      }
    }
    return wasteful;
  }

  private String failures() {
    List<String> failed = scores.failures();
    return failed.isEmpty() ? "" : "FAILED: " + String.join(" · ", failed) + ".\n\n";
  }
}
