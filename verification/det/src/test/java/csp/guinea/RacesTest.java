// SPDX-License-Identifier: Apache-2.0
package csp.guinea;

import static org.assertj.core.api.Assertions.assertThat;

import csp.det.Options;
import csp.det.Report;
import csp.det.Scenario;
import csp.det.Schedules;
import csp.det.Verdict;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/**
 * Which pairs of accesses are ordered, and which are reported. One preemption is enough, or none.
 */
class RacesTest {
  private static final Scenario.Check NO_CHECK = () -> {};

  private int data;
  private volatile int volatileFlag;
  private int flag;
  private static final VarHandle FLAG;

  static {
    try {
      FLAG = MethodHandles.lookup().findVarHandle(RacesTest.class, "flag", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private interface Body {
    void run() throws Exception;
  }

  private static Thread go(Body body) {
    return Thread.startVirtualThread(() -> {
      try {
        body.run();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    });
  }

  /** Of a user's own package, with the stacks of both: one read, and one write. */
  @Test
  void racyCounterIsReportedWithBothStacks() {
    Report report = Schedules.search(Options.exhaustive(0), LostUpdate::run);

    assertThat(report.failure().verdict()).isEqualTo(Verdict.RACE);
    assertThat(report.schedules()).as("in the first schedule").isEqualTo(1);
    assertThat(report.failure().toString())
        .containsSubsequence(
            "data race",
            "read of csp.guinea.LostUpdate.count by thread 2",
            "at csp.guinea.LostUpdate.increment(LostUpdate.java:",
            "is not ordered after the write by thread 1",
            "at csp.guinea.LostUpdate.increment(LostUpdate.java:");
  }

  @Test
  void benignRaceIsNotReported() {
    Options options = Options.exhaustive(0).benign("csp.guinea.LostUpdate.count", "for the test");

    assertThat(Schedules.search(options, LostUpdate::run).failure()).isNull();
  }

  @Test
  void volatileOrders() {
    assertOrdered(() ->
        passOn(
            test -> test.volatileFlag = 1,
            test -> {
              while (test.volatileFlag == 0) {
                Thread.onSpinWait();
              }
            }));
  }

  @Test
  void releaseAndAcquireOrder() {
    assertOrdered(() ->
        passOn(test -> FLAG.setRelease(test, 1), test -> await(() -> (int) FLAG.getAcquire(test))));
  }

  @Test
  void opaqueOrdersNothing() {
    assertRace(() ->
        passOn(test -> FLAG.setOpaque(test, 1), test -> await(() -> (int) FLAG.getAcquire(test))));
    assertRace(() ->
        passOn(test -> FLAG.setRelease(test, 1), test -> await(() -> (int) FLAG.getOpaque(test))));
  }

  /** An opaque write in between takes away what the release write has published. */
  @Test
  void acquireOfAnotherWriteOrdersNothing() {
    assertRace(() ->
        passOn(
            test -> {
              FLAG.setRelease(test, 1);
              FLAG.setOpaque(test, 2);
            },
            test -> await(() -> (int) FLAG.getAcquire(test) == 2 ? 1 : 0)));
  }

  @Test
  void compareAndSetOrdersWhenItSucceeds() {
    assertOrdered(() ->
        passOn(
            test -> FLAG.compareAndSet(test, 0, 1),
            test -> await(() -> FLAG.compareAndSet(test, 1, 2) ? 1 : 0)));
    assertRace(() ->
        passOn(
            test -> {
              FLAG.compareAndSet(test, 5, 6); // fails
              FLAG.setOpaque(test, 1);
            },
            test -> await(() -> FLAG.compareAndSet(test, 1, 2) ? 1 : 0)));
  }

  @Test
  void compareAndExchangeOrdersWhenItSucceeds() {
    assertOrdered(() ->
        passOn(
            test -> FLAG.compareAndExchange(test, 0, 1),
            test -> await(() -> (int) FLAG.compareAndExchange(test, 1, 2) == 1 ? 1 : 0)));
    assertRace(() ->
        passOn(
            test -> {
              int found = (int) FLAG.compareAndExchange(test, 5, 6); // fails
              FLAG.setOpaque(test, found + 1);
            },
            test -> await(() -> (int) FLAG.compareAndExchange(test, 1, 2) == 1 ? 1 : 0)));
  }

  @Test
  void compareAndExchangeOfAnObjectOrdersWhenItSucceeds() {
    AtomicReference<String> here = new AtomicReference<>();
    assertOrdered(() -> {
      here.set("");
      return passOn(
          test -> here.compareAndExchange("", "x"), test -> await(() -> here.get().length()));
    });
    assertRace(() -> {
      here.set("");
      return passOn(
          test -> {
            String found = here.compareAndExchange("other", ""); // fails
            here.setOpaque(found + "x");
          },
          test -> await(() -> here.get().length()));
    });
  }

  private static final class Cell extends AtomicInteger {
    private static final long serialVersionUID = 1;

    void raise() {
      setRelease(1);
    }

    void raiseQuietly() {
      setOpaque(1);
    }
  }

  /** As the class that it extends; what it adds is made of that. */
  @Test
  void classThatExtendsAnAtomicOrders() {
    assertOrdered(() -> {
      Cell cell = new Cell();
      return passOn(_ -> cell.raise(), _ -> await(() -> cell.getAcquire()));
    });
    assertRace(() -> {
      Cell cell = new Cell();
      return passOn(_ -> cell.raiseQuietly(), _ -> await(() -> cell.getAcquire()));
    });
  }

  @Test
  void plainAndOpaqueRace() {
    assertRace(() -> {
      RacesTest test = new RacesTest();
      go(() -> FLAG.setOpaque(test, 1));
      go(() -> test.flag = 2);
      return NO_CHECK;
    });
  }

  @Test
  void opaqueAndOpaqueDoNotRace() {
    assertOrdered(() -> {
      RacesTest test = new RacesTest();
      go(() -> FLAG.setOpaque(test, 1));
      go(() -> FLAG.setOpaque(test, 2));
      return NO_CHECK;
    });
  }

  @Test
  void startAndJoinOrder() {
    assertOrdered(() -> {
      RacesTest test = new RacesTest();
      test.data = 1;
      go(() -> test.data++).join();
      test.data++;
      return () -> assertThat(test.data).isEqualTo(3);
    });
  }

  /** The specification of LockSupport promises no edge. */
  @Test
  void unparkOrdersNothing() {
    assertRace(() -> {
      RacesTest test = new RacesTest();
      Thread reader =
          go(() -> {
            LockSupport.park();
            assertThat(test.data).isEqualTo(1);
          });
      test.data = 1;
      LockSupport.unpark(reader);
      return NO_CHECK;
    });
  }

  @Test
  void interruptOrders() {
    assertOrdered(() -> {
      RacesTest test = new RacesTest();
      Thread reader =
          go(() -> {
            while (!Thread.interrupted()) {
              Thread.onSpinWait();
            }
            assertThat(test.data).isEqualTo(1);
          });
      test.data = 1;
      reader.interrupt();
      return NO_CHECK;
    });
  }

  @Test
  void locksOfTheJdkOrder() {
    assertOrdered(() -> {
      RacesTest test = new RacesTest();
      ReentrantLock lock = new ReentrantLock();
      for (int i = 0; i < 2; i++) {
        go(() -> {
          lock.lock();
          test.data++;
          lock.unlock();
        });
      }
      return () -> assertThat(test.data).isEqualTo(2);
    });
    assertOrdered(() -> {
      Semaphore semaphore = new Semaphore(0);
      return passOn(_ -> semaphore.release(), _ -> semaphore.acquire());
    });
  }

  @Test
  void elementsOfAnArrayAreVariables() {
    assertRace(() -> {
      int[] array = new int[2];
      go(() -> array[1]++);
      go(() -> array[1]++);
      return NO_CHECK;
    });
    assertOrdered(() -> {
      int[] array = new int[2];
      go(() -> array[0]++);
      go(() -> array[1]++);
      return NO_CHECK;
    });
  }

  @Test
  void collectionIsOneVariable() {
    assertRace(() -> {
      List<Integer> list = new ArrayList<>();
      go(() -> list.add(1));
      go(() -> list.add(2));
      return NO_CHECK;
    });
    assertOrdered(() -> {
      List<Integer> list = new ArrayList<>();
      go(list::size);
      go(list::size);
      return NO_CHECK;
    });
  }

  /** A constructor's writes race with those who were not given the object by an edge. */
  @Test
  void unsafePublicationIsARace() {
    assertRace(() -> {
      RacesTest[] shared = new RacesTest[1];
      AtomicInteger flag = new AtomicInteger();
      go(() -> {
        shared[0] = new RacesTest();
        flag.setOpaque(1);
      });
      go(() -> {
        await(flag::getOpaque);
        assertThat(shared[0].data).isZero();
      });
      return NO_CHECK;
    });
  }

  // write data, signal | await, read data

  private interface Step {
    void run(RacesTest test) throws Exception;
  }

  private interface Flag {
    int get();
  }

  private static void await(Flag flag) {
    while (flag.get() == 0) {
      Thread.onSpinWait();
    }
  }

  private static Scenario.Check passOn(Step signal, Step await) {
    RacesTest test = new RacesTest();
    go(() -> {
      test.data = 1;
      signal.run(test);
    });
    go(() -> {
      await.run(test);
      assertThat(test.data).isEqualTo(1);
    });
    return NO_CHECK;
  }

  private static void assertOrdered(Scenario scenario) {
    Report report = Schedules.search(Options.exhaustive(1), scenario);
    assertThat(report.failure()).as(report::toString).isNull();
    assertThat(report.exhausted()).isTrue();
  }

  private static void assertRace(Scenario scenario) {
    Report report = Schedules.search(Options.exhaustive(1), scenario);
    assertThat(report.failure()).as(report::toString).isNotNull();
    assertThat(report.failure().verdict()).as(report::toString).isEqualTo(Verdict.RACE);
  }
}
