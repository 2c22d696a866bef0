// SPDX-License-Identifier: Apache-2.0
package csp.storm;

import static csp.select.Select.onDefault;
import static csp.select.Select.onTimeout;
import static csp.select.Select.select;
import static csp.sync.Clauses.onAcquire;
import static csp.sync.Clauses.onLock;

import csp.sync.Locker;
import csp.sync.Mutex;
import csp.sync.RWMutex;
import csp.sync.Semaphore;
import csp.sync.SpinLock;
import csp.testkit.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Locks and a semaphore in every form. What they guard is plain: two numbers for each lock that are
 * the same whenever nobody is inside, and that in the end are as many as there were entries. No
 * more permits are out than there are.
 */
final class Locks implements District {
  private static final int PERMITS = 3;

  /** What a lock guards. */
  private static final class Room {
    final Locker writing;
    final Locker reading; // the same, if there is no other
    long left; // both guarded by the lock
    long right;

    Room(Locker writing, Locker reading) {
      this.writing = writing;
      this.reading = reading;
    }
  }

  private final RWMutex shared = new RWMutex();
  private final List<Room> rooms = new ArrayList<>();
  private final Semaphore permits = new Semaphore(PERMITS);
  private final AtomicLong out = new AtomicLong(); // permits that somebody holds
  private final List<Guest> guests = new ArrayList<>();

  Locks() {
    Mutex mutex = new Mutex();
    SpinLock spin = new SpinLock();
    rooms.add(new Room(mutex, mutex));
    rooms.add(new Room(shared.writeLock(), shared.readLock()));
    rooms.add(new Room(spin, spin));
  }

  private final class Guest {
    final Citizen citizen;
    final long[] entries = new long[rooms.size()];

    Guest(Citizen citizen) {
      this.citizen = citizen;
    }

    int act() throws InterruptedException {
      int which = citizen.random.nextInt(rooms.size() + 2);
      return which < rooms.size() ? visit(which) : borrow();
    }

    private int visit(int which) throws InterruptedException {
      Room room = rooms.get(which);
      boolean reads = room.reading != room.writing && !citizen.oneOf(4);
      if (!enter(reads ? room.reading : room.writing)) {
        return 1;
      }
      try {
        long before = room.left;
        if (reads) {
          citizen.linger();
        }
        if (room.left != before || room.right != before) {
          throw new AssertionError(
              "room " + which + ": " + before + ", " + room.left + " and " + room.right);
        }
        if (!reads) {
          room.left++;
          entries[which]++;
          citizen.linger();
          room.right++;
        }
      } finally {
        (reads ? room.reading : room.writing).unlock();
      }
      return 2;
    }

    private boolean enter(Locker lock) throws InterruptedException {
      switch (citizen.random.nextInt(64)) {
        case 0 -> select(onLock(lock, () -> {}));
        case 1 -> {
          return Boolean.TRUE.equals(
              select(onLock(lock, () -> true), onTimeout(citizen.moment(), () -> false)));
        }
        case 2, 3, 4, 5, 6, 7, 8, 9 -> {
          return lock.tryLock(citizen.moment());
        }
        case 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 -> lock.lock(citizen.shelter());
        case 20, 21, 22, 23, 24, 25, 26, 27, 28, 29 -> lock.lockInterruptibly();
        case 30, 31, 32, 33, 34, 35, 36, 37, 38, 39 -> {
          return lock.tryLock();
        }
        default -> lock.lock();
      }
      return true;
    }

    private int borrow() throws InterruptedException {
      long count = citizen.random.nextInt(PERMITS + 1);
      if (!acquire(count)) {
        return 1;
      }
      long now = out.addAndGet(count);
      if (now > PERMITS) {
        throw new AssertionError(now + " permits are out, of " + PERMITS);
      }
      citizen.linger();
      out.addAndGet(-count);
      permits.release(count);
      return 2;
    }

    private boolean acquire(long count) throws InterruptedException {
      switch (citizen.random.nextInt(8)) {
        case 0 -> {
          return permits.tryAcquire(count);
        }
        case 1, 2 -> {
          return permits.tryAcquire(count, citizen.moment());
        }
        case 3 -> permits.acquire(count, citizen.shelter());
        case 4 -> {
          return Boolean.TRUE.equals(
              citizen.random.nextBoolean()
                  ? select(onAcquire(permits, count, () -> true), onDefault(() -> false))
                  : select(
                      onAcquire(permits, count, () -> true),
                      onTimeout(citizen.moment(), () -> false)));
        }
        default -> permits.acquire(count);
      }
      return true;
    }
  }

  @Override
  public Trade trade(Citizen citizen) {
    Guest guest = new Guest(citizen);
    guests.add(guest);
    return guest::act;
  }

  @Override
  public void check() {
    for (int i = 0; i < rooms.size(); i++) {
      int which = i;
      Room room = rooms.get(i);
      long entries = guests.stream().mapToLong(guest -> guest.entries[which]).sum();
      Books.same("entries of room " + which, entries, room.left);
      Books.same("entries of room " + which, entries, room.right);
      // A select that went another way may hold it for a moment after its return.
      Await.until(room.writing::tryLock, "free: " + room.writing);
      room.writing.unlock();
    }
    Books.same("readers", 0, shared.readers());
    Books.same("permits held", 0, permits.held());
    Books.same("waiting for permits", 0, permits.waiting());
  }
}
