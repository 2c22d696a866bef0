// SPDX-License-Identifier: Apache-2.0
package csp.det;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link Scenario} under many schedules of its virtual threads.
 *
 * <pre>{@code
 * Schedules.explore(Options.exhaustive(2), () -> {
 *   Channel<Integer> channel = Channel.buffered(1);
 *   AtomicInteger sent = new AtomicInteger();
 *   go(() -> { channel.send(1); sent.incrementAndGet(); });
 *   go(channel::close);
 *   return () -> assertThat(channel.length()).isEqualTo(sent.get());
 * });
 * }</pre>
 *
 * <p>The threads are those that the scenario starts as virtual ones, in whatever way, and those
 * that they start. They run one at a time, on the thread that calls. Not allowed: platform threads
 * that wake one of them, and contention for a monitor, which the JDK hands over at moments of its
 * own.
 *
 * <p>These properties change what all calls do:
 *
 * <ul>
 *   <li>{@code csp.det.replay=SCHEDULE} runs the one schedule that a failure has named.
 *   <li>{@code csp.det.seed=N} is where chance starts.
 *   <li>{@code csp.det.seconds=N} is how long each random exploration takes, and how long an
 *       exhaustive one may take.
 * </ul>
 */
public final class Schedules {
  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

  private Schedules() {}

  /**
   * Explores, and prints one line about it.
   *
   * @throws ScheduleError if some schedule goes wrong: the first one that does
   * @throws IllegalStateException if the scenario cannot be repeated
   */
  public static Report explore(Options options, Scenario scenario) {
    Report report = search(options, scenario);
    System.out.println(report);
    if (report.failure() != null) {
      throw new ScheduleError(report);
    }
    return report;
  }

  /**
   * Explores until a schedule goes wrong, if any does.
   *
   * @throws IllegalStateException if the scenario cannot be repeated
   */
  public static Report search(Options options, Scenario scenario) {
    String name = caller();
    if (!ONE_AT_A_TIME.tryLock()) {
      throw new IllegalStateException("one exploration at a time");
    }
    try {
      return new Exploration(name, effective(options), strategy(options), scenario).run();
    } finally {
      ONE_AT_A_TIME.unlock();
    }
  }

  private static Strategy strategy(Options options) {
    String token = System.getProperty("csp.det.replay");
    return token == null ? options.strategy() : Replay.parse(token);
  }

  private static Options effective(Options options) {
    Options effective = options;
    if (System.getProperty("csp.det.replay") != null) {
      effective = effective.schedules(1);
    }
    @Nullable Long seconds = Long.getLong("csp.det.seconds");
    if (seconds != null) {
      effective = effective.schedules(Long.MAX_VALUE).within(Duration.ofSeconds(seconds));
    }
    return effective;
  }

  /** The outermost of the methods of one package that call each other: the test. */
  private static String caller() {
    List<StackWalker.StackFrame> frames =
        StackWalker.getInstance().walk(all -> all.limit(50).toList());
    String name = "?";
    String owner = null;
    for (StackWalker.StackFrame frame : frames) {
      String type = frame.getClassName();
      String inPackage = type.substring(0, type.lastIndexOf('.') + 1);
      if (owner == null && !type.equals(Schedules.class.getName())) {
        owner = inPackage;
      }
      if (inPackage.equals(owner) && !frame.getMethodName().startsWith("lambda$")) {
        name = simple(type) + "." + frame.getMethodName();
      }
    }
    return name;
  }

  private static String simple(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }
}
