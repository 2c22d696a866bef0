// SPDX-License-Identifier: Apache-2.0
package csp.internal.select;

import csp.internal.park.Platform;
import csp.internal.select.Entry.State;
import csp.internal.select.Rounds.Policy;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The candidates of a selector, and which of them is next. All in O(1), but for the policies. */
final class Candidates {
  private final Policy policy;
  private final @Nullable Entry[] members; // the first `count`, in no order
  private final @Nullable Entry[] byIndex;
  private final BitSet indices;
  private int count;
  private int lastWinner = -1;

  /** None yet of {@code most}, whose indices are less than that. */
  Candidates(Policy policy, int most) {
    this.policy = policy;
    this.members = new Entry[most];
    this.byIndex = new Entry[most];
    this.indices = new BitSet(most);
  }

  /** Adds {@code entry}, which is off its queue, if it is not there. */
  void add(Entry entry) {
    if (entry.state != State.CANDIDATE) {
      entry.state = State.CANDIDATE;
      entry.place = count;
      members[count++] = entry;
      byIndex[entry.index] = entry;
      indices.set(entry.index);
    }
  }

  /** Takes {@code entry} out, if it is there; it is in state {@code next} from now on. */
  void remove(Entry entry, State next) {
    if (entry.state == State.CANDIDATE) {
      Entry last = at(members, --count);
      members[count] = null;
      if (last != entry) {
        members[entry.place] = last;
        last.place = entry.place;
      }
      byIndex[entry.index] = null;
      indices.clear(entry.index);
    }
    entry.state = next;
  }

  /** The one to try next, or null if there is none. */
  @Nullable Entry pick() {
    if (count == 0) {
      return null;
    }
    return switch (policy) {
      case RANDOM -> at(members, Platform.randomIndex(count));
      case PRIORITY -> at(byIndex, indices.nextSetBit(0));
      case ROUND_ROBIN -> {
        int next = indices.nextSetBit(lastWinner + 1);
        yield at(byIndex, next >= 0 ? next : indices.nextSetBit(0));
      }
    };
  }

  /** Remembers who has won. */
  void won(Entry entry) {
    lastWinner = entry.index;
  }

  private static Entry at(@Nullable Entry[] entries, int index) {
    Entry entry = entries[index];
    if (entry == null) {
      throw new AssertionError("no candidate at " + index);
    }
    return entry;
  }
}
