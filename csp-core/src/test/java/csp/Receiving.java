// SPDX-License-Identifier: Apache-2.0
package csp;

import static org.assertj.core.api.Assertions.assertThat;

import csp.testkit.Worker;
import java.util.ArrayList;
import java.util.List;

/** The ways to receive; each gets one element at least, and tells what it got. */
enum Receiving {
  RECEIVE,
  BATCH,
  UNTIL,
  FOR_EACH,
  STREAM;

  List<Integer> receive(Channel<Integer> channel, Cancellation cancellation)
      throws InterruptedException {
    List<Integer> got = new ArrayList<>();
    switch (this) {
      case RECEIVE -> {
        Integer value = channel.receive(cancellation);
        if (value != null) {
          got.add(value);
        }
      }
      case BATCH -> assertThat(channel.receiveBatch(got, 1, cancellation)).isEqualTo(got.size());
      case UNTIL -> {
        for (Integer value : channel.until(cancellation)) {
          got.add(value);
          break;
        }
      }
      case FOR_EACH -> {
        EndOfTest enough = new EndOfTest();
        try {
          channel.forEach(
              value -> {
                got.add(value);
                throw enough;
              },
              cancellation);
        } catch (EndOfTest thrown) {
          assertThat(thrown).isSameAs(enough);
        }
      }
      case STREAM -> channel.stream(cancellation).findFirst().ifPresent(got::add);
    }
    return got;
  }

  /** What an interrupt throws. */
  Class<? extends Exception> interrupted() {
    return this == RECEIVE || this == BATCH
        ? InterruptedException.class
        : InterruptedReceiveException.class;
  }

  Worker<List<Integer>> parked(Probe probe, Cancellation cancellation) {
    return probe.parkedReceiver(name(), () -> receive(probe.channel, cancellation));
  }

  private static final class EndOfTest extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
