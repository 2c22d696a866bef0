// SPDX-License-Identifier: Apache-2.0
package csp.samples.chat;

import csp.samples.StopOnExit;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How do many connections share a state without a lock? The package page has a picture. */
@Command(
    name = "chat",
    description = {
      "How do many connections share a state without a lock?",
      "",
      "A chat server for this machine alone. Join with nc 127.0.0.1 PORT, in several terminals.",
      ""
    },
    footer = {
      "",
      "Runs until Ctrl-C, with exit status 130 then; 1 if it cannot listen or go on listening."
    })
public final class Chat implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int INTERRUPTED = 130;

  /** Reads the number of a port. */
  static final class Port implements ITypeConverter<Integer> {
    private static final int GREATEST = 65535;

    @Override
    public Integer convert(String text) {
      int port;
      try {
        port = Integer.parseInt(text);
      } catch (NumberFormatException e) {
        throw new TypeConversionException("must be a number, was " + text);
      }
      if (port < 0 || port > GREATEST) {
        throw new TypeConversionException("must be >= 0 and <= " + GREATEST + ", was " + port);
      }
      return port;
    }
  }

  private final PrintStream out;
  private final PrintStream err;

  @Option(
      names = "--port",
      paramLabel = "N",
      converter = Port.class,
      description = "Where to listen; 0, or if not said, any port that is free.")
  private int port = 0;

  /** Says on {@code out} where it listens, and on {@code err} what goes wrong. */
  public Chat(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    try (StopOnExit _ = new StopOnExit();
        Server server = new Server(port)) {
      out.println("listening on 127.0.0.1:" + server.port());
      out.flush();
      server.await();
    } catch (IOException e) {
      err.println("chat: " + e.getMessage());
    } catch (InterruptedException e) {
      return INTERRUPTED;
    }
    return FAILED;
  }
}
