// SPDX-License-Identifier: Apache-2.0
package csp.guinea;

import static org.assertj.core.api.Assertions.assertThat;

import csp.det.Scenario;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts wrong if two threads count at once. */
public final class LostUpdate {
  private final AtomicInteger safe = new AtomicInteger();
  private int count;

  public void increment() {
    count++;
  }

  /** What was counted. */
  public int count() {
    return count;
  }

  public int get() {
    return safe.get();
  }

  public void set(int value) {
    safe.set(value);
  }

  static Scenario.Check run() {
    LostUpdate counter = new LostUpdate();
    for (int i = 0; i < 2; i++) {
      Thread.startVirtualThread(counter::increment);
    }
    return () -> assertThat(counter.count).isEqualTo(2);
  }

  static Scenario.Check runInTwoCalls() {
    LostUpdate counter = new LostUpdate();
    for (int i = 0; i < 2; i++) {
      Thread.startVirtualThread(() -> counter.set(counter.get() + 1));
    }
    return () -> assertThat(counter.get()).isEqualTo(2);
  }
}
