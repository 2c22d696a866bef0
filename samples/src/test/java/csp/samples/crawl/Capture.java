// SPDX-License-Identifier: Apache-2.0
package csp.samples.crawl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import csp.samples.Goroutines;
import csp.testkit.Await;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine;

/** Runs crawl in this process, and keeps what it prints. */
final class Capture {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final int columns;

  Capture() {
    this(0);
  }

  Capture(int columns) {
    this.columns = columns;
  }

  /** Runs it, and looks that nothing of it is left. */
  int run(String... arguments) {
    Goroutines goroutines = Goroutines.now();
    Crawl crawl = new Crawl(new PrintStream(out), new PrintStream(err, true), () -> columns);
    int status = new CommandLine(crawl).execute(arguments);
    assertThat(goroutines.more())
        .as("goroutines still in the crawl")
        .noneMatch(stack -> stack.contains("csp.samples.crawl"));
    goroutines.awaitNoMore(); // they may be about to end, as WaitGroup says
    Await.until(() -> clientThreads().isEmpty(), "the threads of the HTTP client end");
    return status;
  }

  String out() {
    return out.toString(UTF_8);
  }

  /** The lines printed, the addresses without {@code site}, single spaces. */
  List<String> lines(Site site) {
    return out()
        .replace(site.at(""), "")
        .lines()
        .map(l -> l.strip().replaceAll(" +", " "))
        .toList();
  }

  String err() {
    return err.toString(UTF_8);
  }

  /** Its selector has all connections. */
  private static List<Thread> clientThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("HttpClient-.*SelectorManager"))
        .toList();
  }
}
