// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class SyncsTest {
  private static final List<Library> WITH_LOCKS =
      Stream.of(Syncs.values()).map(each -> Library.valueOf(each.name())).toList();

  /** Each workload looks itself whether the primitive did its work. */
  @TestFactory
  Stream<DynamicTest> eachLibraryDoesTheWorkOfItsCells() {
    return Cells.ALL.stream()
        .filter(cell -> cell.family() == Family.SYNC)
        .flatMap(cell ->
            cell.libraries().stream()
                .filter(WITH_LOCKS::contains)
                .map(library -> runOf(cell, Syncs.valueOf(library.name()))));
  }

  private static DynamicTest runOf(Cell cell, Syncs library) {
    SyncWorkloads workloads = new SyncWorkloads();
    workloads.library = library;
    workloads.capacity = cell.capacity();
    workloads.threads = cell.threads();
    workloads.elements = 10;
    return DynamicTest.dynamicTest(
        cell.name() + " " + library,
        () -> assertThatCode(() -> run(cell, workloads)).doesNotThrowAnyException());
  }

  private static void run(Cell cell, SyncWorkloads workloads) throws InterruptedException {
    switch (cell.benchmark()) {
      case "mu" -> workloads.mu();
      case "rw" -> workloads.rw();
      case "sem" -> workloads.sem();
      case "cond" -> workloads.cond();
      case "spawn" -> workloads.spawn();
      case "once" -> {
        SyncWorkloads.Done done = new SyncWorkloads.Done();
        done.make(workloads);
        workloads.once(done);
      }
      case "pool" -> {
        SyncWorkloads.Borrowed borrowed = new SyncWorkloads.Borrowed();
        borrowed.make(workloads);
        workloads.pool(borrowed);
      }
      case "map" -> {
        SyncWorkloads.Filled filled = new SyncWorkloads.Filled();
        filled.make(workloads);
        workloads.map(filled);
      }
      default -> throw new IllegalArgumentException(cell.benchmark());
    }
  }
}
