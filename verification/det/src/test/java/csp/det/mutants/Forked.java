// SPDX-License-Identifier: Apache-2.0
package csp.det.mutants;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A JVM that runs {@link Worker}, as its campaign sees it. */
final class Forked implements AutoCloseable {
  private static final String GONE = "gone";

  private final Process process;
  private final BufferedWriter orders;
  private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();

  /** {@code arguments} of the worker. */
  Forked(List<String> options, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(options);
    command.addAll(List.of("-Xmx1g", "-XX:+ExitOnOutOfMemoryError"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName()));
    command.addAll(arguments);
    process = new ProcessBuilder(command).redirectErrorStream(false).start();
    orders = process.outputWriter();
    Thread.ofVirtual().start(this::listen);
    Thread.ofVirtual().start(this::discardErrors);
  }

  private void listen() {
    try (BufferedReader in = process.inputReader()) {
      in.lines()
          .filter(line -> line.startsWith("@"))
          .forEach(line -> answers.add(line.substring(1)));
    } catch (UncheckedIOException | IOException e) {
      // it was killed
    }
    answers.add(GONE);
  }

  private void discardErrors() {
    try (BufferedReader in = process.errorReader()) {
      if (Boolean.getBoolean("csp.mutants.verbose")) {
        in.lines().forEach(System.err::println);
      } else {
        in.lines().forEach(_ -> {});
      }
    } catch (UncheckedIOException | IOException e) {
      // it was killed
    }
  }

  void order(String order) {
    try {
      orders.write(order);
      orders.newLine();
      orders.flush();
    } catch (IOException e) {
      answers.add(GONE);
    }
  }

  /** Its next answer, or empty if there is none in {@code limit}, or the JVM has ended. */
  Optional<String[]> answer(Duration limit) throws InterruptedException {
    String answer = answers.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
    return answer == null || answer.equals(GONE)
        ? Optional.empty()
        : Optional.of(answer.split(" ", 3));
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
