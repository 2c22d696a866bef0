// SPDX-License-Identifier: Apache-2.0
package csp.samples;

import csp.samples.chat.Chat;
import csp.samples.cli.Terminal;
import csp.samples.crawl.Crawl;
import csp.samples.digest.Digest;
import csp.samples.logstats.LogStats;
import csp.samples.patterns.Patterns;
import csp.samples.pipe.Pipe;
import csp.samples.wordcount.WordCount;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.function.IntSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** Runs the sample that the first argument names; without arguments, lists them. */
@Command(name = "run-sample", description = "Runs a sample.")
public final class Main {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Shows this.")
  @SuppressWarnings("UnusedVariable") // picocli looks at the option, not at the field
  private boolean help;

  private Main() {}

  /** Runs a sample, and ends the process with its exit status. */
  public static void main(String[] arguments) {
    System.exit(run(System.out, System.err, Terminal::columns, arguments));
  }

  /**
   * Runs a sample that prints to {@code out} and {@code err}, a terminal of so many columns, or 0.
   *
   * @return its exit status; 2 if there is no such sample or argument
   */
  static int run(PrintStream out, PrintStream err, IntSupplier columns, String... arguments) {
    PrintWriter text = new PrintWriter(out, true, out.charset());
    CommandLine samples =
        new CommandLine(new Main())
            .addSubcommand(new Hello(text))
            .addSubcommand(new PingPong(text))
            .addSubcommand(new Sieve(text))
            .addSubcommand(new ProducerConsumer(text))
            .addSubcommand(new FanIn(text))
            .addSubcommand(new Timeout(text))
            .addSubcommand(new RateLimit(text))
            .addSubcommand(new Philosophers(text))
            .addSubcommand(new Barber(text))
            .addSubcommand(new Bank(text))
            .addSubcommand(new Pipe(System.in, out, err))
            .addSubcommand(new CancelTree(text))
            .addSubcommand(new Digest(out, err, columns))
            .addSubcommand(new WordCount(out, err, columns))
            .addSubcommand(new LogStats(out, err, columns))
            .addSubcommand(new Chat(out, err))
            .addSubcommand(new Crawl(out, err, columns))
            .addSubcommand(new Patterns(text))
            .setOut(text)
            .setErr(new PrintWriter(err, true, err.charset()))
            .setParameterExceptionHandler(Main::refuse);
    if (arguments.length == 0 || arguments[0].equals("help")) {
      list(samples, text);
      return ExitCode.OK;
    }
    return samples.execute(arguments);
  }

  private static int refuse(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    if (command.getParent() == null) {
      err.println("no such sample: " + arguments[0]);
      list(command, err);
    } else {
      err.println(failure.getMessage());
      command.usage(err);
    }
    return ExitCode.USAGE;
  }

  private static void list(CommandLine samples, PrintWriter to) {
    to.println("./run-sample NAME [ARGS...], where NAME is one of");
    samples
        .getSubcommands()
        .forEach((name, sample) ->
            to.printf(
                "  %-18s%s%n", name, sample.getCommandSpec().usageMessage().description()[0]));
    to.flush();
  }
}
