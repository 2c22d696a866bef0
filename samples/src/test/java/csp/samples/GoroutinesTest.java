// SPDX-License-Identifier: Apache-2.0
package csp.samples;

import static csp.Go.go;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import org.junit.jupiter.api.Test;

/** A check for leaks that finds none must be able to find one. */
class GoroutinesTest {
  @Test
  void goroutineThatWaitsIsSeenUntilItHasEnded() throws Exception {
    Goroutines goroutines = Goroutines.now();
    Channel<String> nobodySends = Channel.unbuffered();
    Thread waits = go("waits", nobodySends::receive);
    assertThat(goroutines.more()).singleElement().asString().contains("\"waits\" virtual");
    assertThat(Goroutines.now().more()).isEmpty();
    nobodySends.close();
    waits.join();
    goroutines.awaitNoMore();
  }
}
