// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.util.ArrayList;
import java.util.List;

/** A Markdown table whose columns line up in a terminal, too. */
final class Grid {
  private final List<List<String>> rows = new ArrayList<>();

  Grid(List<String> header) {
    rows.add(header);
  }

  void add(List<String> row) {
    rows.add(row);
  }

  @Override
  public String toString() {
    List<String> header = rows.getFirst();
    int[] widths = new int[header.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        text.append(i == 0 ? "| " : " | ").append(row.get(i));
        text.repeat(' ', widths[i] - row.get(i).length());
      }
      text.append(" |\n");
      if (row == header) {
        for (int width : widths) {
          text.append('|').repeat('-', width + 2);
        }
        text.append("|\n");
      }
    }
    return text.toString();
  }
}
