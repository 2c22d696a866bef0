// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.Channel;
import csp.ChannelClosedException;
import csp.Received;
import csp.pipeline.Given.Stop;
import csp.testkit.Capacities;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * Runs that deliver to a channel. Seen to fail: a close that does not wait for the goroutines (C2);
 * a turn that is passed on before the place in the order is taken (O1).
 */
class OutletTest {
  private final HandHost host = HandHost.still();

  @ParameterizedTest
  @Capacities
  void deliversAllAndEnds(int capacity) {
    List<Integer> found = new ArrayList<>();
    Outlet<Integer> outlet =
        Pipeline.from(Given.upTo(40)).parallel(3, v -> v).on(host).open(capacity);
    outlet.channel().forEach(found::add);
    assertThat(found).isEqualTo(Given.upTo(40));
    host.assertNobodyLeft(); // though nobody closed it
    outlet.close();
    outlet.close();
    assertThat(outlet.channel().tryReceive()).isEqualTo(Received.closed(null));
  }

  @ParameterizedTest
  @Capacities
  void readsAheadWhatItsChannelHoldsAndOneMore(int capacity) {
    AtomicInteger taken = new AtomicInteger();
    try (Outlet<Integer> outlet =
            Pipeline.<Integer>from(Given.endless(taken)).on(host).open(capacity);
        Workers workers = new Workers()) {
      workers.until(() -> outlet.channel().waitingSenders() == 1, "full");
      host.awaitQuiet();
      assertThat(taken).hasValue(capacity + 1);
    }
  }

  @Test
  void closedOutletKeepsWhatIsInItsChannel() {
    AtomicInteger taken = new AtomicInteger();
    Outlet<Integer> outlet = Pipeline.<Integer>from(Given.endless(taken)).on(host).open(2);
    try (Workers workers = new Workers()) {
      workers.until(() -> outlet.channel().waitingSenders() == 1, "full");
    }
    outlet.close();
    host.assertNobodyLeft();
    List<Integer> found = new ArrayList<>();
    outlet.channel().drainTo(found, 9);
    assertThat(found).containsExactly(1, 2);
    assertThatThrownBy(outlet.channel()::receive)
        .isInstanceOf(ChannelClosedException.class)
        .cause()
        .isInstanceOf(CancellationException.class)
        .hasMessage("outlet was closed");
  }

  @Test
  void failureAndErrorCloseTheChannel() {
    Outlet<Integer> outlet =
        Pipeline.from(Given.upTo(9)).parallel(2, v -> Given.boom(v, v)).on(host).open(9);
    List<Integer> found = new ArrayList<>();
    assertThatThrownBy(() -> outlet.channel().forEach(found::add))
        .isInstanceOf(ChannelClosedException.class)
        .hasCauseInstanceOf(IOException.class);
    assertThat(found).containsExactly(1, 2);
    host.assertNobodyLeft();

    Stop stop = new Stop();
    CancellationException error = new CancellationException("enough");
    Outlet<Integer> cancelled = Pipeline.<Integer>from(Channel.nil()).on(host).open(0, stop);
    stop.end(error);
    assertThatThrownBy(cancelled.channel()::receive).hasCause(error);
    host.assertNobodyLeft();
  }

  /**
   * close | close, one of them interrupted: both wait for the goroutine, and keep the interrupt.
   */
  @Test
  void everyCloseWaitsForTheEnd() throws Exception {
    Channel<Integer> never = Channel.unbuffered();
    Channel<Integer> release = Channel.unbuffered();
    Outlet<Integer> outlet =
        Pipeline.from(Given.upTo(1))
            .map(v -> {
              try {
                return never.receive();
              } catch (InterruptedException swallowed) {
                return release.receive();
              }
            })
            .on(host)
            .open(0);
    try (Workers workers = new Workers()) {
      workers.until(() -> never.waitingReceivers() == 1, "is called");
      Worker<Boolean> one =
          workers.<Boolean>virtual(
              "one",
              () -> {
                outlet.close();
                return Thread.interrupted();
              });
      workers.until(() -> release.waitingReceivers() == 1, "is interrupted");
      one.awaitParked();
      one.interrupt();
      Worker<Boolean> two =
          workers.<Boolean>platform(
              "two",
              () -> {
                outlet.close();
                return Thread.interrupted();
              });
      // two's close interrupts the function once more, which ends it
      assertThat(two.result()).isFalse();
      assertThat(one.result()).isTrue();
    }
    host.assertNobodyLeft();
  }
}
