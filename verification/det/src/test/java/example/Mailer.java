// SPDX-License-Identifier: Apache-2.0
package example;

import csp.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Delivers letters until its channel is closed; and forgets those that are in it then. */
final class Mailer {
  private final Channel<String> letters = Channel.buffered(2);
  private final List<String> delivered = new ArrayList<>();

  Channel<String> letters() {
    return letters;
  }

  List<String> delivered() {
    return delivered;
  }

  void run() throws InterruptedException {
    while (!letters.isClosed()) {
      String letter = letters.tryReceive(Duration.ofMillis(1)).orNull();
      if (letter != null) {
        delivered.add(letter);
      }
    }
  }
}
