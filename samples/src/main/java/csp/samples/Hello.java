// SPDX-License-Identifier: Apache-2.0
package csp.samples;

import static csp.Go.go;

import csp.Channel;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;

/**
 * What does a program look like? A goroutine sends, and closes the channel when it is through; the
 * loop receives until then. The README shows it.
 */
@Command(name = "hello", description = "What does a program look like?")
final class Hello implements Runnable {
  private final PrintWriter out;

  Hello(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void run() {
    Channel<String> words = Channel.buffered(8);
    go(() -> {
      try (words) { // closes it at the end: Go's `defer close(words)`
        for (String word : List.of("share", "by", "communicating")) {
          words.send(word); // waits while eight words are there already
        }
      }
    });
    for (String word : words) { // waits for each word, ends when the channel is closed and empty
      out.println(word);
    }
  }
}
