// SPDX-License-Identifier: Apache-2.0
package csp.det;

import java.util.Arrays;
import java.util.StringJoiner;

/** Schedules as texts, and one schedule once more. */
final class Replay {
  private static final String CHOICES = "choices:";

  private Replay() {}

  /**
   * The schedule that {@code token} stands for, and no other.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Strategy parse(String token) {
    String[] parts = token.strip().split(":", -1);
    try {
      return switch (parts[0]) {
        case "random" -> new RandomWalk(Long.parseLong(parts[1]));
        case "pct" ->
            new Pct(
                Long.parseLong(parts[1]), Integer.parseInt(parts[2]), Integer.parseInt(parts[3]));
        case "choices" -> new Choices(choices(parts[1]));
        default -> throw new IllegalArgumentException("unknown kind");
      };
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new IllegalArgumentException("not a schedule: " + token, e);
    }
  }

  /**
   * The text for the first {@code count} of {@code choices}. Most are 0, so a row of n of them is
   * written as -n, and those at the end are left out.
   */
  static String token(int[] choices, int count) {
    StringJoiner text = new StringJoiner(",", CHOICES, "");
    int zeros = 0;
    for (int i = 0; i < count; i++) {
      if (choices[i] == 0) {
        zeros++;
        continue;
      }
      if (zeros > 0) {
        text.add("-" + zeros);
        zeros = 0;
      }
      text.add(String.valueOf(choices[i]));
    }
    return text.toString();
  }

  private static int[] choices(String text) {
    int[] choices = new int[16];
    int count = 0;
    for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      int value = Integer.parseInt(part);
      int end = value < 0 ? count - value : count + 1;
      if (end >= choices.length) {
        choices = Arrays.copyOf(choices, end * 2);
      }
      if (value >= 0) {
        choices[count] = value;
      }
      count = end;
    }
    return Arrays.copyOf(choices, count);
  }

  /** Given choices; 0 when there are no more. */
  private static final class Choices extends Strategy {
    private final int[] choices;
    private int position;

    Choices(int[] choices) {
      this.choices = choices;
    }

    @Override
    void begin(long number) {
      position = 0;
    }

    @Override
    int next(int[] strands, int count, boolean preempts) {
      return choose(count);
    }

    @Override
    int chance(int bound) {
      return choose(bound);
    }

    private int choose(int count) {
      int chosen = position < choices.length ? choices[position] : 0;
      position++;
      if (chosen >= count) {
        throw new IllegalStateException(
            "not a schedule of this scenario: choice %d is %d of %d"
                .formatted(position, chosen, count));
      }
      return chosen;
    }

    @Override
    String token() {
      return Replay.token(choices, choices.length);
    }
  }
}
