// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import java.util.List;

/** Cells that share a table, a class of benchmarks and the kind of bars. */
enum Family {
  /** Channels and selects. */
  CHANNELS("Channels and selects", Workloads.class, Bar.BEST, Bar.GO),
  /** The sync layer. */
  SYNC("Sync", SyncWorkloads.class, Bar.JDK, Bar.GO),
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
    return switch (library) {
      case KOTLIN -> KotlinWorkloads.class;
      case DISRUPTOR, DISRUPTOR_YIELD -> DisruptorWorkloads.class;
      case JDK -> this == CHANNELS ? FlowWorkloads.class : workloads;
      default -> workloads;
    };
  }

  /** What most of its cells may cost; see {@link Cell#bars}. */
  List<Bar> bars() {
    return bars;
  }
}
