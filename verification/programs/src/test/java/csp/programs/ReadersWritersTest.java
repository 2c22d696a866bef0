// SPDX-License-Identifier: Apache-2.0
package csp.programs;

import static org.assertj.core.api.Assertions.assertThat;

import csp.sync.RWMutex;
import csp.sync.WaitGroup;
import csp.testkit.ThreadKind;
import csp.testkit.Workers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Readers read together, a writer writes alone. After P. J. Courtois, F. Heymans and D. L. Parnas,
 * "Concurrent control with readers and writers" (1971).
 */
class ReadersWritersTest {
  private static final int READERS = 5;
  private static final int WRITERS = 3;

  private final int turns = Scale.of(300);
  private final RWMutex mutex = new RWMutex();
  private long first; // both guarded by mutex
  private long second;

  @ParameterizedTest
  @EnumSource
  void readersSeeOnlyWhatAWriterHasFinished(ThreadKind kind) {
    try (Workers workers = new Workers()) {
      for (int i = 0; i < WRITERS; i++) {
        workers.start(
            kind,
            "writer " + i,
            () -> {
              for (int turn = 0; turn < turns; turn++) {
                try (var _ = mutex.writeLock().hold()) {
                  first++;
                  second = first * first;
                }
              }
            });
      }
      for (int i = 0; i < READERS; i++) {
        workers.start(
            kind,
            "reader " + i,
            () -> {
              long last = 0;
              for (int turn = 0; turn < turns; turn++) {
                try (var _ = mutex.readLock().hold()) {
                  assertThat(second).isEqualTo(first * first);
                  assertThat(first).isGreaterThanOrEqualTo(last);
                  last = first;
                }
              }
            });
      }
    }
    assertThat(first).isEqualTo((long) WRITERS * turns);
  }

  @ParameterizedTest
  @EnumSource
  void allReadersAreInsideAtTheSameTime(ThreadKind kind) {
    WaitGroup inside = new WaitGroup();
    inside.add(READERS);
    try (Workers workers = new Workers()) {
      for (int i = 0; i < READERS; i++) {
        workers.start(
            kind,
            "reader " + i,
            () -> {
              try (var _ = mutex.readLock().hold()) {
                inside.done();
                inside.await(); // nobody leaves before the last has come
              }
            });
      }
    }
    assertThat(mutex.readers()).isZero();
  }
}
