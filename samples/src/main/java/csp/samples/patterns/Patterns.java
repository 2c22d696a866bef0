// SPDX-License-Identifier: Apache-2.0
package csp.samples.patterns;

import csp.samples.patterns.Pattern.Demo;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * How is what I know from Go written here? Lists the patterns, or runs one. The comment of each
 * says where it is from, what is the same and what is shorter.
 */
@Command(
    name = "patterns",
    description = {
      "How is what I know from Go written here?",
      "",
      "Lists patterns of Go's talks, blog and books, with where they are explained. With NAME, runs"
          + " that one; with all, runs all. Their code is in samples/, package"
          + " csp.samples.patterns.",
      ""
    },
    footer = {"", "Exit status: 0 if all is well, 2 if there is no such pattern."})
public final class Patterns implements Callable<Integer> {
  private static final String ALL = "all";

  /** All there are. */
  static final List<Pattern> LIST =
      List.of(
          of("generator", Pattern.TALK, "a function returns a channel", Generators::generator),
          of("fan-in", Pattern.TALK, "many channels become one", FanIns::fanIn),
          of("timeout-each", Pattern.TALK, "a time for each message", Stops::timeoutEach),
          of("timeout-all", Pattern.TALK, "a time for all messages together", Stops::timeoutAll),
          of("quit", Pattern.TALK, "stop, clean up and say so", Stops::quit),
          of("daisy-chain", Pattern.TALK, "goroutines are cheap", Generators::daisyChain),
          of("first-wins", Pattern.TALK, "ask many, take the first answer", Firsts::firstWins),
          of("nil-channel", Pattern.ADVANCED_TALK, "switch a case off", FanIns::nilChannel),
          of("subscription", Pattern.ADVANCED_TALK, "one loop owns all state", Subscription::demo),
          of("pipeline", Pattern.PIPELINES, "stages with channels between", Stages::pipeline),
          of("bounded", Pattern.PIPELINES, "some workers for all files", Stages::bounded),
          of(
              "broken-pipeline",
              Pattern.PIPELINES,
              "what leaks, and the cure",
              Stages::brokenPipeline),
          of("result-records", Pattern.PIPELINES, "errors are results", Messages::resultRecords),
          of("confinement", Pattern.SHARE, "one owner instead of a lock", Messages::confinement),
          of("or-done", Pattern.BOOK, "receive until nobody needs it", Streams::orDone),
          of("any-of", Pattern.BOOK, "done when one of many is", Firsts::anyOf),
          of("tee", Pattern.BOOK, "one channel becomes two", Streams::tee),
          of("bridge", Pattern.BOOK, "a channel of channels becomes one", Streams::bridge),
          of("heartbeat", Pattern.BOOK, "is it alive, or hung?", Messages::heartbeat),
          of("rate-limit", Pattern.BY_EXAMPLE, "so often, and bursts", Bounds::rateLimit),
          of("worker-pool", Pattern.BY_EXAMPLE, "some workers for many jobs", Bounds::workerPool),
          of("semaphore", Pattern.EFFECTIVE, "so many at a time", Bounds::semaphore));

  private final PrintWriter out;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "Which to run, or all; lists them if not said.")
  private @Nullable String name;

  /** Prints to {@code out}. */
  public Patterns(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Integer call() throws Exception {
    if (name == null) {
      for (Pattern pattern : LIST) {
        out.printf("%-16s %-46s %s%n", pattern.name(), pattern.source(), pattern.says());
      }
    } else if (name.equals(ALL)) {
      for (Pattern pattern : LIST) {
        out.println("== " + pattern.name() + ": " + pattern.says());
        pattern.demo().run(out);
      }
    } else {
      find(name).demo().run(out);
    }
    out.flush();
    return 0;
  }

  private Pattern find(String wanted) {
    return LIST.stream()
        .filter(pattern -> pattern.name().equals(wanted))
        .findFirst()
        .orElseThrow(() ->
            new ParameterException(
                Objects.requireNonNull(spec, "picocli sets it").commandLine(),
                "no such pattern: " + wanted));
  }

  private static Pattern of(String name, String source, String says, Demo demo) {
    return new Pattern(name, source, says, demo);
  }
}
