// SPDX-License-Identifier: Apache-2.0
package csp.programs;

import static org.assertj.core.api.Assertions.assertThat;

import csp.sync.Mutex;
import csp.sync.Semaphore;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Producers and consumers share a buffer of a few places, with two semaphores that count. After E.
 * W. Dijkstra, "Cooperating sequential processes" (1965).
 */
class BoundedBufferTest {
  private static final int PLACES = 4;
  private static final int PRODUCERS = 3;
  private static final int CONSUMERS = 3;

  private final int portions = Scale.of(500); // of each
  private final Deque<Integer> buffer = new ArrayDeque<>(); // guarded by mutex
  private final Mutex mutex = new Mutex();
  private final Semaphore empty = new Semaphore(PLACES);
  private final Semaphore full = new Semaphore(PLACES);

  private void produce(int first) throws InterruptedException {
    for (int portion = first; portion < first + portions; portion++) {
      empty.acquire();
      try (var _ = mutex.hold()) {
        buffer.addLast(portion);
        assertThat(buffer).hasSizeLessThanOrEqualTo(PLACES);
      }
      full.release();
    }
  }

  private List<Integer> consume() throws InterruptedException {
    List<Integer> consumed = new ArrayList<>();
    while (consumed.size() < portions) {
      full.acquire();
      try (var _ = mutex.hold()) {
        consumed.add(buffer.removeFirst());
      }
      empty.release();
    }
    return consumed;
  }

  @ParameterizedTest
  @EnumSource
  void everyPortionIsConsumedOnce(ThreadKind kind) throws InterruptedException {
    full.acquire(PLACES); // a semaphore starts with all its permits
    List<Integer> consumed = new ArrayList<>();
    try (Workers workers = new Workers()) {
      List<Worker<List<Integer>>> consumers = new ArrayList<>();
      for (int i = 0; i < CONSUMERS; i++) {
        consumers.add(workers.start(kind, "consumer " + i, this::consume));
      }
      for (int i = 0; i < PRODUCERS; i++) {
        int first = i * portions;
        workers.start(kind, "producer " + i, () -> produce(first));
      }
      consumers.forEach(consumer -> consumed.addAll(consumer.result()));
    }
    assertThat(consumed)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, PRODUCERS * portions).boxed().toList());
    assertThat(buffer).isEmpty();
  }
}
