// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cells of one family: this library, its peers, and the verdict. */
final class Table {
  static final String FASTEST = "fastest";
  static final String HOLDS = "holds";
  static final String SLOWER = "SLOWER";

  private final Scores scores;
  private final Family family;
  private final List<String> cells;

  Table(Scores scores, Family family) {
    this.scores = scores;
    this.family = family;
    this.cells = scores.cells(family);
  }

  /** Whether nothing of the family was measured. */
  boolean isEmpty() {
    return cells.isEmpty();
  }

  /** Whether a cell misses its bar. */
  boolean hasSlowerCells() {
    return cells.stream().anyMatch(cell -> verdict(cell).equals(SLOWER));
  }

  /** One row per cell. */
  String rows() {
    List<Library> peers =
        scores.libraries(family).stream().filter(library -> library != Library.CSP).toList();
    List<String> header = new ArrayList<>(List.of("cell", "csp ns (min–max)"));
    peers.forEach(peer -> header.add(peer.label() + " ns (csp/" + peer.label() + ")"));
    header.addAll(List.of("best peer", "csp/best", "bar", "verdict", "csp B/op"));
    Grid grid = new Grid(header);
    for (String cell : cells) {
      Score own = scores.of(cell, Library.CSP);
      Library best = scores.bestPeer(cell);
      List<String> row = new ArrayList<>();
      row.add(cell);
      row.add(own == null ? missing(cell, Library.CSP) : Figures.spread(own));
      peers.forEach(peer -> row.add(peerField(cell, peer)));
      row.add(best == null ? Figures.NONE : best.label());
      row.add(Figures.ratio(scores.ratio(cell, Library.CSP, best)));
      row.add(bar(cell));
      row.add(verdict(cell));
      row.add(own == null ? Figures.NONE : Figures.bytes(own.bytes()));
      grid.add(row);
    }
    return grid.toString();
  }

  /** What the verdicts come to, and for each of those compared with, who misses what. */
  String outcome() {
    if (family.bars().isEmpty()) {
      return "No bar: reported only.\n";
    }
    long compared = cells.stream().filter(cell -> !barsOf(cell).isEmpty()).count();
    if (compared == 0) {
      return "Nothing to compare.\n";
    }
    long slower = cells.stream().filter(cell -> verdict(cell).equals(SLOWER)).count();
    StringBuilder text = new StringBuilder();
    text.append(compared - slower)
        .append(" of ")
        .append(compared)
        .append(" cells hold their bars.");
    for (Bar bar : family.bars()) {
      text.append('\n').append(outcome(bar.other()));
    }
    return text.append('\n').toString();
  }

  /** The cells with a bar for {@code other}, and those that miss it with what they have. */
  private String outcome(@Nullable Library other) {
    List<String> missed = new ArrayList<>();
    int compared = 0;
    for (String cell : cells) {
      for (Bar bar : barsOf(cell)) {
        if (bar.other() == other) {
          compared++;
          if (!bar.holds(ratio(cell, bar))) {
            missed.add(missed(cell, bar));
          }
        }
      }
    }
    return "- beside %s: %d of %d%s."
        .formatted(
            other == null ? "the best peer on the JVM" : other.label(),
            compared - missed.size(),
            compared,
            missed.isEmpty() ? "" : "; over the bar: " + String.join(" · ", missed));
  }

  /** For instance {@code pc,0,1,1 (sq 1.48)}. */
  private String missed(String cell, Bar bar) {
    return "%s (%s %s)"
        .formatted(cell, scores.other(cell, bar).label(), Figures.ratio(ratio(cell, bar)));
  }

  /** Fastest: no slower than any with whom a bar compares. Holds: within every bar. */
  private String verdict(String cell) {
    List<Bar> bars = barsOf(cell);
    if (bars.isEmpty()) {
      return Figures.NONE;
    }
    if (bars.stream().allMatch(bar -> new Bar(1, bar.other()).holds(ratio(cell, bar)))) {
      return FASTEST;
    }
    return bars.stream().allMatch(bar -> bar.holds(ratio(cell, bar))) ? HOLDS : SLOWER;
  }

  /** The bars that count: those whose other library, and our own, have a figure. */
  private List<Bar> barsOf(String cell) {
    return Cells.named(cell).bars().stream()
        .filter(bar -> !Double.isNaN(ratio(cell, bar)))
        .toList();
  }

  private String bar(String cell) {
    List<String> labels = barsOf(cell).stream().map(Bar::label).toList();
    return labels.isEmpty() ? Figures.NONE : String.join(", ", labels);
  }

  private double ratio(String cell, Bar bar) {
    return scores.ratio(cell, Library.CSP, scores.other(cell, bar));
  }

  private String peerField(String cell, Library peer) {
    Score score = scores.of(cell, peer);
    if (score == null) {
      return missing(cell, peer);
    }
    double ratio = scores.ratio(cell, Library.CSP, peer);
    return Figures.nanos(score.median())
        + (Double.isNaN(ratio) ? "" : " (" + Figures.ratio(ratio) + ")")
        + (peer.isUnboundedIn(cell) ? " unbounded" : "");
  }

  private String missing(String cell, Library library) {
    return scores.failed(cell, library) ? "FAILED" : Figures.NONE;
  }
}
