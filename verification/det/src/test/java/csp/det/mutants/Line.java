// SPDX-License-Identifier: Apache-2.0
package csp.det.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Some tests, the JVM that they run in, and what is known of them. */
final class Line implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(300);

  private final Fate.Kind kill;
  private final List<String> options;
  private final List<String> arguments = new ArrayList<>();
  private final List<Mutant> mutants;
  private final DetTests tests;
  private final long budgetMillis; // for a mutant that no test notices
  private final List<BitSet> reached = new ArrayList<>(); // by test
  private final List<Long> millis = new ArrayList<>(); // by test
  private final Map<String, Integer> kills = new HashMap<>(); // by class and test
  private final List<String> red = new ArrayList<>();
  private Forked worker;
  private int starts;

  /**
   * Tests of the schedules of a scenario, or of the calls of random programs.
   *
   * @param options of its JVM
   * @param regex chooses the {@code mutants}
   * @param where what {@link DetTests} is told
   * @param budget how long tests may run against a mutant that none of them notices
   */
  static Line scenarios(
      List<String> options,
      String regex,
      List<Mutant> mutants,
      List<String> where,
      Duration budget) {
    return new Line(Fate.Kind.KILLED, options, regex, mutants, where, budget);
  }

  /** Tests that run threads as they are, and so may fail by chance: see {@link Worker}. */
  static Line units(
      List<String> options,
      String regex,
      List<Mutant> mutants,
      List<String> where,
      Duration budget) {
    List<String> unwoven = new ArrayList<>();
    for (String option : options) {
      unwoven.add(
          option.startsWith("-javaagent:") ? option.replaceAll("=[^=]*$", "=nothing.") : option);
    }
    unwoven.addAll(
        List.of(
            "-Dcsp.mutants.units=true",
            "-Dcsp.await.seconds=5",
            "-Djunit.jupiter.execution.timeout.default=8 s",
            "-Djunit.jupiter.execution.timeout.thread.mode.default=SEPARATE_THREAD"));
    return new Line(Fate.Kind.KILLED_BY_UNIT, unwoven, regex, mutants, where, budget);
  }

  private Line(
      Fate.Kind kill,
      List<String> options,
      String regex,
      List<Mutant> mutants,
      List<String> where,
      Duration budget) {
    this.kill = kill;
    this.options = options;
    arguments.add(regex);
    arguments.addAll(where);
    this.mutants = mutants;
    this.tests = new DetTests(where);
    this.budgetMillis = budget.toMillis();
  }

  int tests() {
    return tests.size();
  }

  /** The tests that fail without any mutant. */
  List<String> red() {
    return red;
  }

  /** How many JVMs were started. */
  int starts() {
    return starts;
  }

  private Forked worker() throws IOException, InterruptedException {
    if (worker == null) {
      worker = new Forked(options, arguments);
      starts++;
      String[] ready =
          worker.answer(START).orElseThrow(() -> new IllegalStateException("no worker starts"));
      if (Integer.parseInt(ready[1]) != mutants.size()
          || Integer.parseInt(ready[2]) != tests.size()) {
        throw new IllegalStateException("the worker knows other mutants or tests");
      }
    }
    return worker;
  }

  /**
   * Takes what {@code file} says of an earlier campaign on the same code, by names, and finds out
   * the same of tests that it does not know.
   */
  void coverage(Path file) throws IOException, InterruptedException {
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < mutants.size(); i++) {
      numbers.put(mutants.get(i).id(), i);
    }
    Map<String, String[]> lines = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      String[] words = line.split("\t");
      lines.put(words[0], words);
    }
    List<Integer> unknown = new ArrayList<>();
    for (int test = 0; test < tests.size(); test++) {
      if (!lines.containsKey(tests.name(test))) {
        unknown.add(test);
      }
      String[] words = lines.getOrDefault(tests.name(test), new String[] {"", "0"});
      millis.add(Long.valueOf(words[1]));
      reached.add(new BitSet());
      for (int i = 2; i < words.length; i++) {
        Integer number = numbers.get(words[i]);
        if (number != null) {
          reached.get(test).set(number);
        }
      }
    }
    cover(unknown);
  }

  /** Writes for each test its time and the ids of what it comes to. */
  void writeCoverage(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int test = 0; test < tests.size(); test++) {
      StringBuilder line = new StringBuilder(tests.name(test) + "\t" + millis.get(test));
      reached.get(test).stream().forEach(i -> line.append('\t').append(mutants.get(i).id()));
      lines.add(line.toString());
    }
    Files.write(file, lines);
  }

  /** Finds out what test comes to what place, and how long it takes. */
  void cover() throws IOException, InterruptedException {
    List<Integer> all = new ArrayList<>();
    for (int test = 0; test < tests.size(); test++) {
      all.add(test);
      reached.add(new BitSet());
      millis.add(0L);
    }
    cover(all);
  }

  private void cover(List<Integer> chosen) throws IOException, InterruptedException {
    if (chosen.isEmpty()) {
      return;
    }
    worker()
        .order("cover " + chosen.stream().map(String::valueOf).collect(Collectors.joining(" ")));
    while (true) {
      String[] answer =
          worker.answer(START).orElseThrow(() -> new IllegalStateException("coverage hangs"));
      switch (answer[0]) {
        case "covered" -> {
          int test = Integer.parseInt(answer[1]);
          String[] words = answer[2].split(" ");
          millis.set(test, Long.valueOf(words[0]));
          for (int i = 1; i < words.length; i++) {
            reached.get(test).set(Integer.parseInt(words[i]));
          }
        }
        case "red" -> {
          int test = Integer.parseInt(answer[1]);
          red.add(tests.name(test) + ": " + answer[2]);
        }
        case "done" -> {
          for (int test = 0; test < tests.size(); test++) {
            if (isRed(test)) {
              reached.get(test).clear();
            }
          }
          return;
        }
        default -> {}
      }
    }
  }

  private boolean isRed(int test) {
    return red.stream().anyMatch(said -> said.startsWith(tests.name(test) + ":"));
  }

  /** Tries a mutant, by its number, until a test has noticed it. */
  Fate fate(int number) throws IOException, InterruptedException {
    List<Integer> order = order(number);
    if (order.isEmpty()) {
      return Fate.NOT_REACHED;
    }
    Mutant mutant = mutants.get(number);
    for (int tries = 0; tries < 2; tries++) {
      Optional<Fate> fate = tryOnce(number, order, false);
      if (fate.isPresent()) {
        if (fate.get().isNoticed()) {
          kills.merge(mutant.type() + fate.get().by(), 1, Integer::sum);
        }
        return fate.get();
      }
      end(); // damaged: perhaps by an earlier mutant
    }
    return mayFailByChance()
        ? Fate.SURVIVED
        : new Fate(kill, "?", "the JVM is no more what it was");
  }

  /** Whether a test that fails, or does not end, once, says nothing yet. */
  private boolean mayFailByChance() {
    return kill == Fate.Kind.KILLED_BY_UNIT;
  }

  private Optional<Fate> tryOnce(int number, List<Integer> order, boolean wasStuck)
      throws IOException, InterruptedException {
    StringBuilder text = new StringBuilder("test " + number);
    order.forEach(test -> text.append(' ').append(test));
    Forked forked = worker();
    forked.order(text.toString());
    int running = order.getFirst();
    while (true) {
      Duration limit = Duration.ofMillis(20_000 + 30 * millis.get(running));
      Optional<String[]> answer = forked.answer(limit);
      if (answer.isEmpty()) {
        String why = forked.isAlive() ? "does not end" : "the JVM ends";
        end();
        return mayFailByChance() && !wasStuck
            ? tryOnce(number, List.of(running), true)
            : Optional.of(new Fate(Fate.Kind.STUCK, tests.name(running), why));
      }
      String[] words = answer.get();
      switch (words[0]) {
        case "survived" -> {
          return Optional.of(Fate.SURVIVED);
        }
        case "failed" -> {
          String why = words.length > 2 ? words[2] : "";
          return Optional.of(new Fate(kill, tests.name(Integer.parseInt(words[1])), why));
        }
        case "damaged" -> {
          return Optional.empty();
        }
        default -> running = Integer.parseInt(words[1]);
      }
    }
  }

  /**
   * The tests for a mutant: those first that have noticed others of its class, and the short ones.
   */
  private List<Integer> order(int number) {
    String type = mutants.get(number).type();
    List<Integer> order = new ArrayList<>();
    for (int test = 0; test < tests.size(); test++) {
      if (reached.get(test).get(number)) {
        order.add(test);
      }
    }
    order.sort(Comparator.comparingDouble(test -> cost(type, test)));
    long sum = 0;
    for (int i = 0; i < order.size(); i++) {
      sum += millis.get(order.get(i));
      if (sum > budgetMillis && i > 0) {
        return order.subList(0, i);
      }
    }
    return order;
  }

  private double cost(String type, int test) {
    int killed = kills.getOrDefault(type + tests.name(test), 0);
    return (millis.get(test) + 5.0) / (1 + killed);
  }

  private void end() {
    if (worker != null) {
      worker.close();
      worker = null;
    }
  }

  @Override
  public void close() {
    end();
  }
}
