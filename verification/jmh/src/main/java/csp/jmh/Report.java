// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The measurements of one session as tables. */
final class Report {
  /** No cell may be slower than this many times the best of the peers. */
  static final double BAR = 2.0;

  /** A round of a selector over many quiet channels may cost as many times one over few. */
  static final double WIDE_BAR = 3.0;

  private static final String NONE = "–";

  /** Cells in which threads hardly ever park: nothing should be allocated per element. */
  private static final Set<String> WITHOUT_PARKING =
      Set.of(
          "pc,1024,1,1",
          Cell.UNCONTENDED,
          "sel,16,2",
          "sel,16,4",
          Cell.wide(Cell.FEW),
          Cell.wide(Cell.MANY));

  private final List<Measurement> measurements;
  private final List<String> cells;
  private final Set<Library> libraries = EnumSet.noneOf(Library.class);

  Report(List<Measurement> measurements) {
    this.measurements = List.copyOf(measurements);
    this.cells = measurements.stream().map(Measurement::cell).distinct().toList();
    measurements.forEach(measurement -> libraries.add(measurement.library()));
  }

  /** The table, what it comes to, and the allocation where nothing parks. */
  String summary() {
    return table() + "\n" + outcome() + selector() + failures() + allocation();
  }

  /** One row per cell: this library, its peers, and the verdict. */
  String table() {
    List<Library> peers = libraries.stream().filter(library -> library != Library.CSP).toList();
    List<String> header = new ArrayList<>(List.of("cell", "csp ns (min–max)"));
    peers.forEach(peer -> header.add(peer.label() + " ns (csp/" + peer.label() + ")"));
    header.addAll(List.of("best peer", "csp/best", "verdict", "csp B/op"));
    Grid grid = new Grid(header);
    for (String cell : cells) {
      Score own = score(cell, Library.CSP);
      List<String> row =
          new ArrayList<>(List.of(cell, own == null ? missing(cell, Library.CSP) : spread(own)));
      peers.forEach(peer -> row.add(peerField(cell, peer, own)));
      Library best = bestPeer(cell);
      row.add(best == null ? NONE : best.label());
      double ratio = ratioToBest(cell);
      row.add(Double.isNaN(ratio) ? NONE : ratio(ratio));
      row.add(verdict(cell));
      row.add(own == null ? NONE : bytes(own.bytes()));
      grid.add(row);
    }
    return grid.toString();
  }

  /** One row per cell and library, with the spread and the forks in order. */
  String details() {
    Grid grid =
        new Grid(List.of("cell", "library", "median ns", "min–max", "each fork, in order", "B/op"));
    for (String cell : cells) {
      for (Library library : libraries) {
        Score score = score(cell, library);
        if (score != null) {
          grid.add(
              List.of(
                  cell,
                  library.label(),
                  nanos(score.median()),
                  nanos(score.min()) + "–" + nanos(score.max()),
                  String.join(", ", score.forks().stream().map(Report::nanos).toList()),
                  bytes(score.bytes())));
        }
      }
    }
    return grid.toString();
  }

  /** Whether no fork failed and no cell misses the bar. */
  boolean isGood() {
    return cells.stream().map(this::verdict).noneMatch(text -> text.equals("SLOWER"))
        && !(wideRatio() > WIDE_BAR)
        && measurements.stream().noneMatch(measurement -> measurement.nanos().isEmpty());
  }

  private String outcome() {
    List<String> slower =
        cells.stream().filter(cell -> verdict(cell).equals("SLOWER")).map(this::withRatio).toList();
    long compared = cells.stream().filter(cell -> !verdict(cell).equals(NONE)).count();
    String bar = "Bar: no cell slower than " + ratio(BAR) + " times the best of the peers. ";
    return compared == 0
        ? bar + "Nothing to compare.\n"
        : bar
            + (compared - slower.size())
            + " of "
            + compared
            + " cells hold it"
            + (slower.isEmpty() ? "" : "; these do not: " + String.join(" · ", slower))
            + ".\n";
  }

  /** What a round of a selector costs beside the peers, and with many channels beside few. */
  private String selector() {
    List<String> ratios =
        cells.stream()
            .filter(cell -> score(cell, Library.CSP_SELECTOR) != null && bestPeer(cell) != null)
            .map(cell -> cell + " " + ratio(ratioToBest(cell, Library.CSP_SELECTOR)))
            .toList();
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
                Cell.MANY,
                Cell.FEW,
                wide,
                WIDE_BAR,
                wide <= WIDE_BAR ? "holds" : "SLOWER"));
  }

  private double wideRatio() {
    Score few = score(Cell.wide(Cell.FEW), Library.CSP_SELECTOR);
    Score many = score(Cell.wide(Cell.MANY), Library.CSP_SELECTOR);
    return few == null || many == null ? Double.NaN : many.median() / few.median();
  }

  private String failures() {
    List<String> failed =
        measurements.stream()
            .filter(fork -> fork.nanos().isEmpty())
            .map(fork -> fork.cell() + " " + fork.library().label())
            .distinct()
            .toList();
    return failed.isEmpty() ? "" : "\nFAILED: " + String.join(" · ", failed) + ".\n";
  }

  private String allocation() {
    List<String> lines = new ArrayList<>();
    for (String cell : cells) {
      if (WITHOUT_PARKING.contains(cell)) {
        List<String> fields = new ArrayList<>();
        for (Library library : libraries) {
          Score score = score(cell, library);
          if (score != null) {
            fields.add(library.label() + " " + bytes(score.bytes()));
          }
        }
        lines.add(cell + ": " + String.join(", ", fields));
      }
    }
    return lines.isEmpty()
        ? ""
        : "\nBytes per element where threads hardly park: " + String.join(" · ", lines) + ".\n";
  }

  private String peerField(String cell, Library peer, @Nullable Score own) {
    Score score = score(cell, peer);
    if (score == null) {
      return missing(cell, peer);
    }
    return nanos(score.median())
        + (own == null ? "" : " (" + ratio(own.median() / score.median()) + ")")
        + (peer.isUnboundedIn(cell) ? " unbounded" : "");
  }

  private String verdict(String cell) {
    double ratio = ratioToBest(cell);
    if (Double.isNaN(ratio)) {
      return NONE;
    }
    return ratio <= 1 ? "fastest" : ratio <= BAR ? "holds" : "SLOWER";
  }

  private String withRatio(String cell) {
    return cell + " (" + ratio(ratioToBest(cell)) + ")";
  }

  private double ratioToBest(String cell) {
    return ratioToBest(cell, Library.CSP);
  }

  private double ratioToBest(String cell, Library library) {
    Score own = score(cell, library);
    Library best = bestPeer(cell);
    return own == null || best == null ? Double.NaN : own.median() / score(cell, best).median();
  }

  private @Nullable Library bestPeer(String cell) {
    Library best = null;
    double least = Double.POSITIVE_INFINITY;
    for (Library library : libraries) {
      Score score = score(cell, library);
      if (library.isPeer() && score != null && score.median() < least) {
        best = library;
        least = score.median();
      }
    }
    return best;
  }

  private @Nullable Score score(String cell, Library library) {
    return Score.of(forks(cell, library));
  }

  private String missing(String cell, Library library) {
    return forks(cell, library).isEmpty() ? NONE : "FAILED";
  }

  private List<Measurement> forks(String cell, Library library) {
    return measurements.stream()
        .filter(fork -> fork.cell().equals(cell) && fork.library() == library)
        .toList();
  }

  private static String spread(Score score) {
    return nanos(score.median()) + " (" + nanos(score.min()) + "–" + nanos(score.max()) + ")";
  }

  private static String nanos(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
  }

  private static String ratio(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String bytes(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
