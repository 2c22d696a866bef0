// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether this library falls over: its own cells of channels and sync as usual, on one carrier, on
 * many more carriers than processors, and beside a busy neighbour. The neighbour leaves half of the
 * processors, so that twice the time is to be expected there.
 */
final class Robust {
  /** How many times its usual time a cell may need. */
  static final double LIMIT = 3.0;

  private static final int MANY_CARRIERS = 64;

  /** In what surroundings. */
  enum Mode {
    /** The default scheduler on a machine at rest. */
    NORMAL("normal"),
    /** One carrier. */
    ONE("1 carrier"),
    /** More carriers than most machines have processors. */
    MANY(MANY_CARRIERS + " carriers"),
    /** As many threads that compute as there are processors, in another process. */
    NEIGHBOUR("neighbour");

    private final String label;

    Mode(String label) {
      this.label = label;
    }

    private Measurement measure(Cell cell, Runs runs) throws IOException, InterruptedException {
      Library library = cell.libraries().contains(Library.CSP) ? Library.CSP : Library.CSP_SELECTOR;
      return switch (this) {
        case NORMAL -> runs.measure(cell, library);
        case ONE -> runs.onCarriers(1).measure(cell, library);
        case MANY -> runs.onCarriers(MANY_CARRIERS).measure(cell, library);
        case NEIGHBOUR -> {
          Neighbour neighbour = new Neighbour(Runtime.getRuntime().availableProcessors());
          try {
            yield runs.measure(cell, library);
          } finally {
            neighbour.end();
          }
        }
      };
    }
  }

  /**
   * A cell in one of the surroundings.
   *
   * @param cell its name
   * @param mode which
   * @param measured by one fork
   */
  record Trial(String cell, Mode mode, Measurement measured) {}

  private final List<Trial> trials;

  Robust(List<Trial> trials) {
    this.trials = List.copyOf(trials);
  }

  /** Measures and prints. Returns whether nothing fell over. */
  static boolean print(Options options) throws IOException, InterruptedException {
    List<Trial> trials = new ArrayList<>();
    Runs runs = options.runs();
    for (Cell cell : Cells.matching(options.cells())) {
      if (cell.family() == Family.CONTEXT) {
        continue; // calls on the benchmark's own thread
      }
      System.err.printf("%-14s", cell.name());
      for (int fork = 0; fork < runs.forks(); fork++) {
        for (Mode mode : Mode.values()) {
          Measurement measured = mode.measure(cell, runs);
          trials.add(new Trial(cell.name(), mode, measured));
          System.err.printf(Locale.ROOT, " %s %.1f", mode.label, measured.mean());
        }
        System.err.print(fork < runs.forks() - 1 ? " |" : "\n");
      }
    }
    Robust robust = new Robust(trials);
    System.out.println(robust);
    System.out.println(runs.describe());
    return robust.isGood();
  }

  /** Whether no fork failed and no cell is over the limit. */
  boolean isGood() {
    return cells().stream().allMatch(cell -> fallen(cell).isEmpty());
  }

  /** The table, and what it comes to. */
  @Override
  public String toString() {
    List<String> header = new ArrayList<>(List.of("cell", "normal ns"));
    for (Mode mode : Mode.values()) {
      if (mode != Mode.NORMAL) {
        header.add(mode.label + " ns (× normal)");
      }
    }
    Grid grid = new Grid(header);
    List<String> over = new ArrayList<>();
    for (String cell : cells()) {
      List<String> row = new ArrayList<>(List.of(cell));
      for (Mode mode : Mode.values()) {
        row.add(field(cell, mode));
      }
      grid.add(row);
      over.addAll(fallen(cell));
    }
    return "%s\nBar: at most %s times normal. %s.\n"
        .formatted(
            grid,
            Figures.ratio(LIMIT),
            over.isEmpty() ? "All hold it" : "Over it: " + String.join(" · ", over));
  }

  private List<String> cells() {
    return trials.stream().map(Trial::cell).distinct().toList();
  }

  private String field(String cell, Mode mode) {
    Score score = score(cell, mode);
    if (score == null) {
      return "FAILED";
    }
    String nanos = Figures.nanos(score.median());
    return mode == Mode.NORMAL ? nanos : nanos + " (" + Figures.ratio(ratio(cell, mode)) + ")";
  }

  /** In what surroundings the cell is too slow, or fails. */
  private List<String> fallen(String cell) {
    List<String> fallen = new ArrayList<>();
    for (Mode mode : Mode.values()) {
      if (score(cell, mode) == null) {
        fallen.add(cell + " (" + mode.label + " FAILED)");
      } else if (ratio(cell, mode) > LIMIT) {
        fallen.add(cell + " (" + mode.label + " " + Figures.ratio(ratio(cell, mode)) + ")");
      }
    }
    return fallen;
  }

  private double ratio(String cell, Mode mode) {
    Score score = score(cell, mode);
    Score normal = score(cell, Mode.NORMAL);
    return score == null || normal == null ? Double.NaN : score.median() / normal.median();
  }

  private @Nullable Score score(String cell, Mode mode) {
    return Score.of(
        trials.stream()
            .filter(trial -> trial.cell.equals(cell) && trial.mode == mode)
            .map(Trial::measured)
            .toList());
  }
}
