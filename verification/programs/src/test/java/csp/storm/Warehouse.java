// SPDX-License-Identifier: Apache-2.0
package csp.storm;

import csp.sync.Cond;
import csp.sync.Mutex;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.List;

/**
 * A bounded buffer of a mutex and two condition variables, with single signals: a signal that is
 * lost leaves a thread asleep that has something to do. Its fields are plain, so that the mutex has
 * to order them.
 */
final class Warehouse implements District {
  private static final int ROOM = 3;
  private static final int RESIDENTS = 2; // of each sort

  private final Mutex door = new Mutex();
  private final Cond notFull = new Cond(door);
  private final Cond notEmpty = new Cond(door);
  private final long[] goods = new long[ROOM]; // guarded by door, as are the next three
  private int first;
  private int size;
  private boolean closed;
  private final List<Keeper> keepers = new ArrayList<>();

  private final class Keeper {
    final Citizen citizen;
    final Tally stored = new Tally();
    final Tally fetched = new Tally();
    int next;

    Keeper(Citizen citizen) {
      this.citizen = citizen;
    }

    int store() throws InterruptedException {
      enter();
      try {
        while (size == ROOM && !closed) {
          sleep(notFull);
        }
        if (!closed) {
          long good = Tally.good(citizen.number, next++);
          goods[(first + size++) % ROOM] = good;
          stored.add(good);
          citizen.linger();
          notEmpty.signal();
        }
      } finally {
        door.unlock();
      }
      return 3;
    }

    int fetch() throws InterruptedException {
      enter();
      try {
        while (size == 0 && !closed) {
          sleep(notEmpty);
        }
        if (size > 0) {
          fetched.add(goods[first]);
          first = (first + 1) % ROOM;
          size--;
          citizen.linger();
          notFull.signal();
        }
      } finally {
        door.unlock();
      }
      return 3;
    }

    private void enter() throws InterruptedException {
      switch (citizen.random.nextInt(4)) {
        case 0 -> door.lockInterruptibly();
        case 1 -> door.lock(citizen.shelter());
        default -> door.lock();
      }
    }

    private void sleep(Cond until) throws InterruptedException {
      switch (citizen.random.nextInt(6)) {
        case 0 -> until.awaitUninterruptibly();
        case 1 -> until.await(citizen.moment());
        case 2 -> until.await(citizen.shelter());
        default -> until.await();
      }
    }
  }

  private Keeper keeper(Citizen citizen) {
    Keeper keeper = new Keeper(citizen);
    keepers.add(keeper);
    return keeper;
  }

  @Override
  public Trade trade(Citizen citizen) {
    Keeper keeper = keeper(citizen);
    return () -> citizen.random.nextBoolean() ? keeper.store() : keeper.fetch();
  }

  @Override
  public void settle(Town town, Workers workers) {
    for (int i = 0; i < RESIDENTS; i++) {
      Keeper storing = keeper(town.resident());
      town.start(workers, storing.citizen, storing::store, this::isClosed);
      Keeper fetching = keeper(town.resident());
      town.start(workers, fetching.citizen, fetching::fetch, this::isClosed);
    }
  }

  private boolean isClosed() {
    try (var _ = door.hold()) {
      return closed;
    }
  }

  @Override
  public void close() {
    try (var _ = door.hold()) {
      closed = true;
    }
    notFull.broadcast();
    notEmpty.broadcast();
  }

  @Override
  public void check() {
    Books.same("waiting for room", 0, notFull.waiting());
    Books.same("waiting for goods", 0, notEmpty.waiting());
    Tally left = new Tally();
    for (int i = 0; i < size; i++) {
      left.add(goods[(first + i) % ROOM]);
    }
    List<Tally> fetched = new ArrayList<>(List.of(left));
    keepers.forEach(keeper -> fetched.add(keeper.fetched));
    Tally.balance("warehouse", keepers.stream().map(keeper -> keeper.stored)::iterator, fetched);
  }
}
