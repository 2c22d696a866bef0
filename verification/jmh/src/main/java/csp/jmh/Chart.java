// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The medians of a session as a picture: in each cell a bar for each library, as long as its time
 * is beside that of csp, on a logarithmic scale. Plain SVG that suits light and dark pages.
 */
final class Chart {
  private static final int LABELS = 120; // pixels on the left
  private static final int SCALE = 600; // pixels of the bars
  private static final int WIDTH = LABELS + SCALE + 60;
  private static final int TOP = 96; // of the first bar: title, legend and the axis are above
  private static final int BAR = 8;
  private static final int STEP = 9; // from bar to bar
  private static final int GAP = 8; // between cells
  private static final int LEGEND_COLUMNS = 6;

  private static final String STYLE =
      """
      <style>
      text{font:9px sans-serif;fill:#222}.h{font-size:15px}.r{text-anchor:end}.m{text-anchor:middle}
      .bg{fill:#fff}path{stroke:#ccc}.one{stroke:#d6336c}
      .csp{fill:#d6336c}.csp-selector{fill:#f08cae}.csp-channels{fill:#fcc2d7}.abq{fill:#1971c2}.ltq{fill:#4dabf7}.sq{fill:#0b7285}
      .jox{fill:#e8590c}.disruptor{fill:#7048e8}.disruptor-yield{fill:#b197fc}.jdk{fill:#364fc7}
      .stamped{fill:#4dabf7}.kotlin{fill:#9c7a00}.go{fill:#2f9e44}
      @media(prefers-color-scheme:dark){text{fill:#ddd}.bg{fill:#0d1117}path{stroke:#444}.one{stroke:#f08cae}}
      </style>
      """;

  private final Scores scores;
  private final List<Entry> entries = new ArrayList<>();

  private record Entry(String cell, Library library, double ratio) {}

  private Chart(Scores scores) {
    this.scores = scores;
    for (Family family : Family.values()) {
      Set<Library> libraries = scores.libraries(family);
      for (String cell : scores.cells(family)) {
        add(cell, libraries);
      }
    }
  }

  /** The picture. */
  static String svg(Scores scores) {
    return new Chart(scores).svg();
  }

  /** Where csp did not run, the first library is the measure. */
  private void add(String cell, Set<Library> libraries) {
    double unit = Double.NaN;
    for (Library library : libraries) {
      Score score = scores.of(cell, library);
      if (score != null) {
        unit = Double.isNaN(unit) ? score.median() : unit;
        entries.add(new Entry(cell, library, score.median() / unit));
      }
    }
  }

  private String svg() {
    int low = (int) Math.floor(Math.log10(least()) - 0.05); // so that no bar has no length
    int high = Math.max((int) Math.ceil(Math.log10(greatest())), low + 1);
    StringBuilder bars = new StringBuilder();
    int y = TOP;
    String last = "";
    for (Entry entry : entries) {
      if (!entry.cell.equals(last)) {
        y += last.isEmpty() ? 0 : GAP;
        line(bars, "<text x=\"%d\" y=\"%d\" class=\"r\">%s</text>", LABELS - 6, y + 8, entry.cell);
        last = entry.cell;
      }
      double length = x(entry.ratio, low, high) - LABELS;
      String label = entry.library.label();
      line(
          bars,
          "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" class=\"%s\"/>",
          LABELS,
          y,
          length,
          BAR,
          label);
      line(
          bars,
          "<text x=\"%.1f\" y=\"%d\">%s</text>",
          LABELS + length + 3,
          y + 8,
          Figures.ratio(entry.ratio));
      y += STEP;
    }
    int height = y + GAP;
    StringBuilder text = new StringBuilder();
    line(
        text,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$d %2$d\" width=\"%1$d\""
            + " height=\"%2$d\">",
        WIDTH,
        height);
    line(text, "<title>Time per operation beside csp</title>");
    text.append(STYLE);
    line(text, "<path class=\"bg\" d=\"M0 0H%dV%dH0z\"/>", WIDTH, height);
    line(
        text,
        "<text x=\"8\" y=\"20\" class=\"h\">Time per operation beside csp (1 is csp; shorter is"
            + " faster; logarithmic)</text>");
    legend(text);
    for (int power = low; power <= high; power++) {
      double x = x(Math.pow(10, power), low, high);
      line(
          text,
          "<path%s d=\"M%.1f %dV%d\"/>",
          power == 0 ? " class=\"one\"" : "",
          x,
          TOP - 4,
          height - GAP);
      line(text, "<text x=\"%.1f\" y=\"%d\" class=\"m\">%s</text>", x, TOP - 8, label(power));
    }
    return text.append(bars).append("</svg>\n").toString();
  }

  private void legend(StringBuilder text) {
    int at = 0;
    for (Library library : entries.stream().map(Entry::library).distinct().sorted().toList()) {
      int x = 8 + at % LEGEND_COLUMNS * (WIDTH / LEGEND_COLUMNS);
      int y = 40 + at / LEGEND_COLUMNS * 14;
      line(text, "<circle cx=\"%d\" cy=\"%d\" r=\"4\" class=\"%s\"/>", x + 4, y, library.label());
      line(text, "<text x=\"%d\" y=\"%d\">%s</text>", x + 12, y + 3, library.label());
      at++;
    }
  }

  private static double x(double ratio, int low, int high) {
    return LABELS + SCALE * (Math.log10(ratio) - low) / (high - low);
  }

  private static String label(int power) {
    return power < 0 ? "0." + "0".repeat(-power - 1) + "1" : "1" + "0".repeat(power);
  }

  private double least() {
    return entries.stream().mapToDouble(Entry::ratio).min().orElse(1);
  }

  private double greatest() {
    return entries.stream().mapToDouble(Entry::ratio).max().orElse(1);
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
