// SPDX-License-Identifier: Apache-2.0
package csp.programs;

import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A square of processes, each with one element of a matrix: rows of the other come in from the
 * west, sums run south. After C. A. R. Hoare, "Communicating sequential processes" (1978), 6.2.
 */
class MatrixMultiplyTest {
  private static final int SIZE = 4;

  private final List<List<Channel<Long>>> east = links(); // at i, j: what leads into node i, j
  private final List<List<Channel<Long>>> south = links();

  private static List<List<Channel<Long>>> links() {
    return Stream.generate(
            () -> Stream.generate(Channel::<Long>unbuffered).limit(SIZE + 1).toList())
        .limit(SIZE + 1)
        .toList();
  }

  private void node(int i, int j, long element) throws InterruptedException {
    for (long x : east.get(i).get(j)) {
      east.get(i).get(j + 1).send(x);
      south.get(i + 1).get(j).send(south.get(i).get(j).receive() + element * x);
    }
    east.get(i).get(j + 1).close();
  }

  private static long[][] matrix(SplittableRandom random, int rows) {
    long[][] matrix = new long[rows][SIZE];
    for (long[] row : matrix) {
      for (int i = 0; i < SIZE; i++) {
        row[i] = random.nextInt(-9, 10);
      }
    }
    return matrix;
  }

  @Test
  void columnsThatComeOutInTheSouthAreTheProduct() throws InterruptedException {
    int rows = Scale.of(100);
    SplittableRandom random = new SplittableRandom(1978);
    long[][] in = matrix(random, rows);
    long[][] square = matrix(random, SIZE);
    try (Workers workers = new Workers()) {
      for (int i = 0; i < SIZE; i++) {
        int row = i;
        workers.virtual("west " + i, () -> west(row, in));
        workers.virtual("sink " + i, () -> east.get(row).get(SIZE).forEach(rest -> {}));
        workers.virtual("north " + i, () -> north(row, rows));
        for (int j = 0; j < SIZE; j++) {
          int column = j;
          workers.virtual("node", () -> node(row, column, square[row][column]));
        }
      }
      for (long[] row : in) {
        List<Long> found = new ArrayList<>();
        List<Long> expected = new ArrayList<>();
        for (int j = 0; j < SIZE; j++) {
          long sum = 0;
          for (int i = 0; i < SIZE; i++) {
            sum += row[i] * square[i][j];
          }
          expected.add(sum);
          found.add(south.get(SIZE).get(j).receive());
        }
        assertThat(found).isEqualTo(expected);
      }
    }
  }

  private void west(int row, long[][] in) throws InterruptedException {
    for (long[] values : in) {
      east.get(row).get(0).send(values[row]);
    }
    east.get(row).get(0).close();
  }

  private void north(int column, int rows) throws InterruptedException {
    for (int i = 0; i < rows; i++) {
      south.get(0).get(column).send(0L);
    }
  }
}
