// SPDX-License-Identifier: Apache-2.0
package csp.lincheck;

import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/**
 * How the checks run: few invocations in a build, as many as {@code -Dcsp.lincheck.invocations}
 * says else. A scenario of threads gets a third of them, since each costs 10 to 20 ms; random
 * programs share three times as many.
 */
final class Invocations {
  private static final int QUICK = 45;
  private static final int COUNT = Integer.getInteger("csp.lincheck.invocations", QUICK);

  private static final int PROGRAMS = Math.max(3, COUNT / 100);

  private Invocations() {}

  /** A step of a scenario, on a platform thread. */
  interface Step {
    void run() throws Exception;
  }

  /** Checks the operations of {@code test} against {@code specification}. */
  static void linearizable(Class<?> test, Class<?> specification) {
    new ModelCheckingOptions()
        .iterations(PROGRAMS)
        .invocationsPerIteration(3 * COUNT / PROGRAMS)
        .threads(2)
        .actorsPerThread(2)
        .actorsBefore(1)
        .actorsAfter(1)
        .minimizeFailedScenario(false)
        .sequentialSpecification(specification)
        .check(test);
  }

  /** Runs {@code scenario}, which makes all that its threads share, under many schedules. */
  static void explore(Runnable scenario) {
    Lincheck.runConcurrentTest(Math.max(1, COUNT / 3), scenario);
  }

  /** Runs {@code steps} at the same time, and waits for all. */
  static void together(Step... steps) {
    List<Thread> threads = new ArrayList<>();
    for (Step step : steps) {
      threads.add(start(step));
    }
    for (Thread thread : threads) {
      join(thread);
    }
  }

  /** Starts {@code step}; what it throws ends the run. */
  static Thread start(Step step) {
    Thread thread =
        new Thread(() -> {
          try {
            step.run();
          } catch (Exception failure) {
            throw new AssertionError(failure);
          }
        });
    thread.start();
    return thread;
  }

  static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  /** Plain: Lincheck runs what an assertion library does, too. */
  static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
