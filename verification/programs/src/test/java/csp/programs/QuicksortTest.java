// SPDX-License-Identifier: Apache-2.0
package csp.programs;

import static org.assertj.core.api.Assertions.assertThat;

import csp.sync.ErrGroup;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/**
 * Fork and join: each half is sorted by a task of its own, if it is large. After C. A. R. Hoare,
 * "Quicksort" (1962).
 */
class QuicksortTest {
  private static final int LARGE = 32;

  /** Sorts from {@code low} up to and without {@code high}. */
  private static void sort(int[] values, int low, int high)
      throws ExecutionException, InterruptedException {
    if (high - low < 2) {
      return;
    }
    int pivot = values[low + (high - low) / 2];
    int left = low;
    int right = high - 1;
    while (left <= right) {
      while (values[left] < pivot) {
        left++;
      }
      while (values[right] > pivot) {
        right--;
      }
      if (left <= right) {
        int value = values[left];
        values[left++] = values[right];
        values[right--] = value;
      }
    }
    int endOfFirst = right + 1;
    int startOfSecond = left;
    if (high - low < LARGE) {
      sort(values, low, endOfFirst);
      sort(values, startOfSecond, high);
      return;
    }
    ErrGroup halves = new ErrGroup();
    halves.go(() -> sort(values, low, endOfFirst));
    halves.go(() -> sort(values, startOfSecond, high));
    halves.await();
  }

  @Test
  void sortedIsWhatTheJdkSorts() throws ExecutionException, InterruptedException {
    SplittableRandom random = new SplittableRandom(1962);
    int[] values = random.ints(Scale.of(20_000), 0, 10_000).toArray();
    int[] expected = values.clone();
    Arrays.sort(expected);
    sort(values, 0, values.length);
    assertThat(values).isEqualTo(expected);
  }
}
