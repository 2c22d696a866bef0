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
   *   cover                 answers  covered TEST MILLIS WORD...   for each test, with the numbers of all places
   *                                  red TEST WHY                  if it fails, without any mutant
   *                                  done
   */

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
        cover();
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

  private void cover() {
    subjects.probe();
    for (int test = 0; test < tests.size(); test++) {
      say("start " + test);
      Reached.take();
      long start = cpuNanos();
      Optional<Throwable> failure = tests.run(test).filter(Worker::counts);
      long millis = (cpuNanos() - start) / 1_000_000;
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
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private void test(Mutant mutant, int[] chosen) {
    subjects.mutate(mutant);
    for (int test : chosen) {
      say("start " + test);
      Optional<Throwable> failure = tests.run(test).filter(Worker::counts);
      if (failure.isPresent()) {
        subjects.restore(mutant);
        String reason = reason(failure.get());
        say("again " + test);
        say(tests.run(test).isPresent() ? "damaged" : "failed " + test + " " + reason);
        return;
      }
    }
    subjects.restore(mutant);
    say("survived");
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
