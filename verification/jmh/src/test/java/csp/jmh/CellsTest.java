// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CellsTest {
  @Test
  void namesAreUnique() {
    assertThat(Cells.ALL.stream().map(Cell::name)).doesNotHaveDuplicates();
  }

  @Test
  void librariesOnTheJvmHaveTheBenchmarkOfEachOfTheirCells() {
    for (Cell cell : Cells.ALL) {
      for (Library library : cell.libraries()) {
        if (library.isOnJvm()) {
          assertThat(Stream.of(cell.family().workloads(library).getMethods()))
              .as("%s of %s", cell.name(), library.label())
              .anyMatch(method -> method.getName().equals(cell.benchmark()));
        }
      }
    }
  }
}
