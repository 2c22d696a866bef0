// SPDX-License-Identifier: Apache-2.0
package csp;

import csp.testkit.Worker;
import java.util.List;

/** The ways to send one element. */
enum Sending {
  SEND,
  ALL_OF_A_COLLECTION,
  ALL_OF_A_SOURCE;

  void send(Channel<Integer> channel, int value, Cancellation cancellation)
      throws InterruptedException {
    switch (this) {
      case SEND -> channel.send(value, cancellation);
      case ALL_OF_A_COLLECTION -> channel.sendAll(List.of(value), cancellation);
      case ALL_OF_A_SOURCE -> channel.sendAll(List.of(value)::iterator, cancellation);
    }
  }

  Class<? extends Exception> interrupted() {
    return this == SEND ? InterruptedException.class : InterruptedSendException.class;
  }

  Worker<Void> parked(Probe probe, int value, Cancellation cancellation) {
    return probe.parkedSender(name(), () -> send(probe.channel, value, cancellation));
  }
}
