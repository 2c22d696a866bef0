// SPDX-License-Identifier: Apache-2.0
package csp.storm;

import csp.sync.AtomicValue;
import java.util.ArrayList;
import java.util.List;

/**
 * What is stored: a map that counts, a pool, a value. Every count added to the map is still there
 * or was taken out by one thread; every tool of the pool is in one pair of hands.
 */
final class Archive implements District {
  private static final int KEYS = 1024;
  private static final int SWAPS = 8; // in a row

  private final Ground ground;
  private final AtomicValue<Long> value = new AtomicValue<>();
  private final List<Clerk> clerks = new ArrayList<>();

  Archive(Ground ground) {
    this.ground = ground;
    ground.shelves.clear();
    value.store(0L);
  }

  private final class Clerk {
    final Citizen citizen;
    long added;
    long taken;
    long swapped;

    Clerk(Citizen citizen) {
      this.citizen = citizen;
    }

    int act() {
      Integer key = citizen.random.nextInt(KEYS);
      return switch (citizen.random.nextInt(12)) {
        case 0, 1, 2, 3 -> take(key);
        case 4, 5 -> borrow();
        case 6 -> count();
        case 7 -> {
          Long seen = ground.shelves.get(key);
          if (seen != null && seen <= 0) {
            throw new AssertionError("on the shelf: " + seen);
          }
          yield 1;
        }
        case 8, 9 -> {
          Long before = ground.shelves.put(key, 1L);
          taken += before == null ? 0 : before;
          added++;
          yield 1;
        }
        default -> {
          ground.shelves.merge(key, 1L, Long::sum);
          added++;
          yield 1;
        }
      };
    }

    private int take(Integer key) {
      if (citizen.random.nextBoolean()) {
        Long all = ground.shelves.remove(key);
        taken += all == null ? 0 : all;
        return 1;
      }
      Long seen = ground.shelves.get(key);
      if (seen != null && ground.shelves.remove(key, seen)) {
        taken += seen;
      }
      return 2;
    }

    private int borrow() {
      Ground.Tool tool = ground.tools.get();
      if (tool.holders.getAndIncrement() != 0) {
        throw new AssertionError("a tool in two pairs of hands");
      }
      citizen.linger();
      if (citizen.oneOf(64)) {
        return 1; // lost: pools make others
      }
      tool.holders.set(0);
      ground.tools.put(tool);
      return 2;
    }

    private int count() {
      for (int i = 0; i < SWAPS; i++) {
        Long seen = value.load();
        if (value.compareAndSwap(seen, seen + 1)) {
          swapped++;
        }
      }
      return 2 * SWAPS;
    }
  }

  @Override
  public Trade trade(Citizen citizen) {
    Clerk clerk = new Clerk(citizen);
    clerks.add(clerk);
    return clerk::act;
  }

  @Override
  public void check() {
    long left = ground.shelves.values().stream().mapToLong(Long::longValue).sum();
    long added = clerks.stream().mapToLong(clerk -> clerk.added).sum();
    long taken = clerks.stream().mapToLong(clerk -> clerk.taken).sum();
    Books.same("counts in the map", added, left + taken);
    Books.same("swaps", clerks.stream().mapToLong(clerk -> clerk.swapped).sum(), value.load());
  }
}
