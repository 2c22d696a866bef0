// SPDX-License-Identifier: Apache-2.0
package csp.programs;

import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A process for each cell, and a channel from each to each of its eight neighbours; no clock. After
 * J. H. Conway's game, in M. Gardner's column (Scientific American, 1970).
 */
class LifeTest {
  private static final int SIDE = 8; // the edges are joined

  /** What a cell needs of the world: a channel to and from each neighbour. */
  private record Cell(List<Channel<Boolean>> from, List<Channel<Boolean>> to) {
    boolean live(boolean first, int generations) throws InterruptedException {
      boolean alive = first;
      for (int i = 0; i < generations; i++) {
        for (Channel<Boolean> neighbour : to) {
          neighbour.send(alive);
        }
        int living = 0;
        for (Channel<Boolean> neighbour : from) {
          living += neighbour.receive() ? 1 : 0;
        }
        alive = living == 3 || (alive && living == 2);
      }
      return alive;
    }
  }

  private static String after(int generations, String first, ThreadKind kind) {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < SIDE * SIDE; i++) {
      cells.add(new Cell(new ArrayList<>(), new ArrayList<>()));
    }
    for (int i = 0; i < SIDE * SIDE; i++) {
      for (int down = -1; down <= 1; down++) {
        for (int right = -1; right <= 1; right++) {
          if (down != 0 || right != 0) {
            Channel<Boolean> link = Channel.buffered(1); // so that all may send first
            cells.get(i).to().add(link);
            int row = Math.floorMod(i / SIDE + down, SIDE);
            cells.get(row * SIDE + Math.floorMod(i % SIDE + right, SIDE)).from().add(link);
          }
        }
      }
    }
    String flat = first.replace("\n", "");
    try (Workers workers = new Workers()) {
      List<Worker<Boolean>> living = new ArrayList<>();
      for (int i = 0; i < SIDE * SIDE; i++) {
        Cell cell = cells.get(i);
        boolean alive = flat.charAt(i) == 'O';
        living.add(workers.start(kind, "cell " + i, () -> cell.live(alive, generations)));
      }
      StringBuilder picture = new StringBuilder();
      for (Worker<Boolean> cell : living) {
        picture.append(cell.result() ? 'O' : '.');
        if (picture.length() % (SIDE + 1) == SIDE) {
          picture.append('\n');
        }
      }
      return picture.toString();
    }
  }

  private static final String GLIDER =
      """
      .O......
      ..O.....
      OOO.....
      ........
      ........
      ........
      ........
      ........
      """;

  @Test
  void gliderIsOneFurtherAfterFourGenerations() {
    assertThat(after(4, GLIDER, ThreadKind.VIRTUAL))
        .isEqualTo(
            """
            ........
            ..O.....
            ...O....
            .OOO....
            ........
            ........
            ........
            ........
            """);
  }

  @Test
  void gliderIsBackAfterItsJourneyRoundTheWorld() {
    assertThat(after(4 * SIDE * Scale.of(1), GLIDER, ThreadKind.VIRTUAL)).isEqualTo(GLIDER);
  }

  @Test
  void blinkerBlinks() {
    String lying =
        """
        ........
        ........
        ........
        ..OOO...
        ........
        ........
        ........
        ........
        """;
    String standing =
        """
        ........
        ........
        ...O....
        ...O....
        ...O....
        ........
        ........
        ........
        """;
    assertThat(after(1, lying, ThreadKind.PLATFORM)).isEqualTo(standing);
    assertThat(after(2, lying, ThreadKind.VIRTUAL)).isEqualTo(lying);
  }
}
