// SPDX-License-Identifier: Apache-2.0
package csp.programs;

import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.ReceiveChannel;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A process for each column puts a queen wherever the queens of the columns before it leave room.
 * After N. Wirth, "Program development by stepwise refinement" (1971); C. F. Gauss counted 92 of
 * eight (1850), though at first he found 76.
 */
class EightQueensTest {
  private static boolean isSafe(List<Integer> rows, int row) {
    int column = rows.size();
    for (int i = 0; i < column; i++) {
      if (rows.get(i) == row || Math.abs(rows.get(i) - row) == column - i) {
        return false;
      }
    }
    return true;
  }

  private static ReceiveChannel<List<Integer>> column(
      Workers workers, int size, ReceiveChannel<List<Integer>> from) {
    Channel<List<Integer>> to = Channel.buffered(4);
    workers.virtual(
        "column",
        () -> {
          for (List<Integer> rows : from) {
            for (int row = 0; row < size; row++) {
              if (isSafe(rows, row)) {
                List<Integer> more = new ArrayList<>(rows);
                more.add(row);
                to.send(more);
              }
            }
          }
          to.close();
        });
    return to;
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 0", "3, 0", "4, 2", "5, 10", "6, 4", "7, 40", "8, 92"})
  void numberOfSolutionsIsKnown(int size, int solutions) throws InterruptedException {
    try (Workers workers = new Workers()) {
      Channel<List<Integer>> board = Channel.buffered(1);
      board.send(List.of());
      board.close();
      ReceiveChannel<List<Integer>> last = board;
      for (int i = 0; i < size; i++) {
        last = column(workers, size, last);
      }
      assertThat(new HashSet<>(last.stream().toList())).hasSize(solutions);
    }
  }
}
