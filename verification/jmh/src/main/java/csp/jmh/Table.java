// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

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

  /** What the verdicts come to. */
  String outcome() {
    if (family.bars().isEmpty()) {
      return "No bar: reported only.\n";
    }
    List<String> verdicts =
        cells.stream().map(this::verdict).filter(text -> !text.equals(Figures.NONE)).toList();
    List<String> slower =
        cells.stream()
            .filter(cell -> verdict(cell).equals(SLOWER))
            .map(cell -> cell + " (" + missed(cell) + ")")
            .toList();
    String bar =
        "Bar: no cell slower than "
            + family.bars().stream().map(Bar::describe).collect(Collectors.joining(" or "))
            + ". ";
    return verdicts.isEmpty()
        ? bar + "Nothing to compare.\n"
        : bar
            + (verdicts.size() - slower.size())
            + " of "
            + verdicts.size()
            + " cells hold it"
            + (slower.isEmpty() ? "" : "; these do not: " + String.join(" · ", slower))
            + ".\n";
  }

  /** Fastest: no slower than any with whom a bar compares. Holds: within every bar. */
  private String verdict(String cell) {
    List<Bar> bars = barsOf(cell);
    if (bars.isEmpty()) {
      return Figures.NONE;
    }
    if (bars.stream().allMatch(bar -> ratio(cell, bar) <= 1)) {
      return FASTEST;
    }
    return bars.stream().allMatch(bar -> ratio(cell, bar) <= bar.limit()) ? HOLDS : SLOWER;
  }

  /** The bars that count: those whose other library, and our own, have a figure. */
  private List<Bar> barsOf(String cell) {
    return family.bars().stream().filter(bar -> !Double.isNaN(ratio(cell, bar))).toList();
  }

  private String bar(String cell) {
    List<String> labels = barsOf(cell).stream().map(Bar::label).toList();
    return labels.isEmpty() ? Figures.NONE : String.join(", ", labels);
  }

  private String missed(String cell) {
    return barsOf(cell).stream()
        .filter(bar -> ratio(cell, bar) > bar.limit())
        .map(bar -> scores.other(cell, bar).label() + " " + Figures.ratio(ratio(cell, bar)))
        .collect(Collectors.joining(", "));
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
