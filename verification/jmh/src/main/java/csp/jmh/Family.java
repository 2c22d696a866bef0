// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.util.List;

/** Cells that share a table, a class of benchmarks and bars. */
enum Family {
  /** Channels and selects. */
  CHANNELS("Channels and selects", Workloads.class, new Bar(2.0, null)),
  /** The sync layer. */
  SYNC("Sync", SyncWorkloads.class, new Bar(1.0, Library.JDK), new Bar(1.2, Library.GO)),
  /** Contexts: reported only. */
  CONTEXT("Context", ContextWorkloads.class);

  private final String title;
  private final Class<?> workloads;
  private final List<Bar> bars;

  Family(String title, Class<?> workloads, Bar... bars) {
    this.title = title;
    this.workloads = workloads;
    this.bars = List.of(bars);
  }

  /** The heading of the table. */
  String title() {
    return title;
  }

  /** Where the benchmarks of {@code library} are. */
  Class<?> workloads(Library library) {
    return library == Library.KOTLIN ? KotlinWorkloads.class : workloads;
  }

  /** What each cell may cost. A bar counts where the other library runs. */
  List<Bar> bars() {
    return bars;
  }
}
