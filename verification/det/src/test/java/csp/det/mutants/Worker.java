// SPDX-License-Identifier: Apache-2.0
package csp.det.mutants;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The JVM that mutants run in, one after the other: a class is redefined, tests run until one
 * fails, and the class is made what it was. The campaign tells it what to do, a line at a time, and
 * kills it if it does not answer: a mutant may loop where nothing can stop it.
 */
final class Worker {
  /*
   *   test MUTANT TEST...   answers  start TEST      before each
   *                                  failed TEST WHY
   *                                  damaged         that test fails without the mutant, too: nothing said in this
   *                                                  JVM from here on counts
   *                                  survived
   *   cover TEST...         answers  covered TEST MILLIS WORD...   for each test, with the numbers of all places
   *                                  red TEST WHY                  if it fails, without any mutant
   *                                  done
   */

  /** Whether tests run threads as they are, without a scheduler. */
  private static final boolean UNITS = Boolean.getBoolean("csp.mutants.units");

  private final PrintStream answers;
  private final Subjects subjects;
  private final DetTests tests;

  private Worker(PrintStream answers, Subjects subjects, DetTests tests) {
    this.answers = answers;
    this.subjects = subjects;
    this.tests = tests;
  }

  /** REGEX of classes, then packages of tests. */
  public static void main(String[] arguments) throws IOException {
    PrintStream answers = System.out;
    if (!Boolean.getBoolean("csp.mutants.verbose")) {
      System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    }
    List<String> where = List.of(arguments).subList(1, arguments.length);
    Worker worker = new Worker(answers, Subjects.ofLibrary(arguments[0]), new DetTests(where));
    worker.serve();
    System.exit(0); // threads of mutants may be left
  }

  private void serve() throws IOException {
    say("ready " + subjects.mutants().size() + " " + tests.size());
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      if (words[0].equals("cover")) {
        cover(Arrays.stream(words).skip(1).mapToInt(Integer::parseInt).toArray());
      } else {
        int[] chosen = Arrays.stream(words).skip(2).mapToInt(Integer::parseInt).toArray();
        test(subjects.mutants().get(Integer.parseInt(words[1])), chosen);
      }
    }
  }

  private void say(String answer) {
    answers.println("@" + answer);
    answers.flush();
  }

  private void cover(int[] chosen) {
    subjects.probe();
    for (int test : chosen) {
      say("start " + test);
      Reached.take();
      long start = nanos();
      Optional<Throwable> failure = tests.run(test).filter(Worker::counts);
      long millis = (nanos() - start) / 1_000_000;
      if (failure.isPresent()) {
        say("red " + test + " " + reason(failure.get()));
      }
      BitSet reached = Reached.take();
      say(
          "covered %d %d %s"
              .formatted(
                  test,
                  millis,
                  reached.stream().mapToObj(Integer::toString).collect(Collectors.joining(" "))));
    }
    subjects.restoreAll();
    say("done");
  }

  /** All threads of a scenario run on this one; and the machine may be busy. */
  private static long nanos() {
    return UNITS
        ? System.nanoTime()
        : ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private void test(Mutant mutant, int[] chosen) {
    subjects.mutate(mutant);
    for (int test : chosen) {
      say("start " + test);
      Optional<Throwable> failure = tests.run(test).filter(Worker::counts);
      if (failure.isPresent()) {
        subjects.restore(mutant);
        say("again " + test);
        if (tests.run(test).isPresent()) {
          say("damaged");
          return;
        }
        if (fails(test, mutant)) {
          say("failed " + test + " " + reason(failure.get()));
          return;
        }
        subjects.mutate(mutant);
      }
    }
    subjects.restore(mutant);
    say("survived");
  }

  /**
   * Whether it does not fail by chance alone: with threads as they are it has to, a second time.
   */
  private boolean fails(int test, Mutant mutant) {
    if (!UNITS) {
      return true;
    }
    say("again " + test);
    subjects.mutate(mutant);
    boolean fails = tests.run(test).isPresent();
    subjects.restore(mutant);
    return fails;
  }

  /** Not being through in time says nothing of the mutant. */
  private static boolean counts(Throwable failure) {
    return Arrays.stream(failure.getStackTrace())
            .noneMatch(frame -> frame.getMethodName().equals("exhaust"))
        || failure instanceof csp.det.ScheduleError;
  }

  private static String reason(Throwable failure) {
    String first = String.valueOf(failure).strip().lines().findFirst().orElse("");
    return first.length() > 160 ? first.substring(0, 160) : first;
  }
}
