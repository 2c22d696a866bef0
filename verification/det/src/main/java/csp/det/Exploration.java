// SPDX-License-Identifier: Apache-2.0
package csp.det;

import java.lang.management.ManagementFactory;
import java.util.Objects;

/** Schedule after schedule, until one goes wrong, there are no more, or the time is over. */
final class Exploration {
  private final String name;
  private final Options options;
  private final Strategy strategy;
  private final Scenario scenario;
  private final Races races;
  private final Carrier carrier = new Carrier();
  private long schedules;
  private long steps;
  private long hash;

  Exploration(String name, Options options, Strategy strategy, Scenario scenario) {
    this.name = name;
    this.options = options;
    this.strategy = strategy;
    this.scenario = scenario;
    this.races = options.races && Agent.isLoaded() ? new Races(options.benign) : null;
    Agent.check(options.level);
  }

  Report run() {
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> Hooks.uncaught(thread, e, before));
    try {
      once(new FirstChoices(), null); // what happens only once in a JVM has happened then
      return explore();
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  private Report explore() {
    long start = System.nanoTime();
    long cpuStart = cpuNanos();
    Failure failure = null;
    while (failure == null
        && schedules < options.schedules
        && strategy.more()
        && System.nanoTime() - start < options.limit.toNanos()) {
      strategy.begin(schedules);
      Outcome outcome = once(strategy, null);
      strategy.end();
      hash = hash * 31 + outcome.hash();
      steps += outcome.steps();
      if (outcome.verdict() != Verdict.PASSED) {
        failure = explain(outcome, strategy.token());
      }
      schedules++;
    }
    return new Report(
        name,
        strategy.coverage(),
        failure == null && strategy.exhausted(),
        schedules,
        steps,
        System.nanoTime() - start,
        cpuNanos() - cpuStart,
        hash,
        failure);
  }

  /** Of this thread, which carries all threads of a run. */
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private Outcome once(Strategy chosen, Trace trace) {
    return new Run(carrier, options, chosen, races, trace).execute(scenario);
  }

  /** Repeats the schedule, and looks closer. */
  private Failure explain(Outcome outcome, String token) {
    Strategy again = Replay.parse(token);
    Trace trace = new Trace(outcome.switches());
    if (races != null) {
      races.keepStacks();
    }
    again.begin(0);
    Outcome second = once(again, trace);
    if (second.hash() != outcome.hash()) {
      throw new IllegalStateException(
          "the scenario is not deterministic: %s, then %s, with the same choices %s"
              .formatted(said(outcome), said(second), token),
          outcome.failure());
    }
    String race = outcome.verdict() == Verdict.RACE ? Objects.toString(races.found()) : "";
    return new Failure(outcome.verdict(), outcome.failure(), schedules, token, race + trace);
  }

  private static String said(Outcome outcome) {
    return outcome.verdict() + " after " + outcome.steps() + " steps";
  }

  /** Always the first: nobody is preempted. */
  private static final class FirstChoices extends Strategy {
    @Override
    void begin(long number) {}

    @Override
    int next(int[] strands, int count, boolean preempts) {
      return 0;
    }

    @Override
    int chance(int bound) {
      return 0;
    }

    @Override
    String token() {
      return "choices:";
    }
  }
}
