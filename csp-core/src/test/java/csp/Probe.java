// SPDX-License-Identifier: Apache-2.0
package csp;

import static org.assertj.core.api.Assertions.assertThat;

import csp.internal.channel.StandardChannel;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.util.ArrayList;
import java.util.List;

/**
 * A channel brought into a state, with the threads that wait on it. At the end of the test all of
 * them must have ended, nobody may be queued, and the invariants must hold.
 */
final class Probe implements AutoCloseable {
  final Channel<Integer> channel;
  final ThreadKind kind;
  final Workers workers = new Workers();

  Probe(Channel<Integer> channel, ThreadKind kind) {
    this.channel = channel;
    this.kind = kind;
  }

  static Probe empty(int capacity, ThreadKind kind) {
    return new Probe(Channel.buffered(capacity), kind);
  }

  /** Holds 1 .. count. */
  static Probe holding(int count, int capacity, ThreadKind kind) {
    Probe probe = empty(capacity, kind);
    for (int value = 1; value <= count; value++) {
      assertThat(probe.channel.trySend(value)).isTrue();
    }
    return probe;
  }

  /** Holds 1 .. capacity: the next send waits. */
  static Probe full(int capacity, ThreadKind kind) {
    return holding(capacity, capacity, kind);
  }

  /** Holds 1 .. count, and is closed. */
  static Probe closed(int count, int capacity, ThreadKind kind) {
    Probe probe = holding(count, capacity, kind);
    probe.channel.close();
    return probe;
  }

  Worker<Void> start(String name, Workers.Body body) {
    return workers.start(kind, name, body);
  }

  /** A thread that sends {@code value}, seen queued and parked. */
  Worker<Void> parkedSender(int value) {
    return parkedSender("sender of " + value, () -> channel.send(value));
  }

  /** A thread that {@code body} makes a sender, seen queued and parked. */
  Worker<Void> parkedSender(String name, Workers.Body body) {
    int before = channel.waitingSenders();
    Worker<Void> sender = start(name, body);
    workers.until(() -> channel.waitingSenders() == before + 1, name + " is queued");
    return sender.awaitParked();
  }

  /** A thread that receives, seen queued and parked; its result is null at the end. */
  Worker<Integer> parkedReceiver() {
    return parkedReceiver("receiver", () -> channel.receive());
  }

  /** A thread that {@code body} makes a receiver, seen queued and parked. */
  <R> Worker<R> parkedReceiver(String name, java.util.concurrent.Callable<R> body) {
    int before = channel.waitingReceivers();
    Worker<R> receiver = workers.start(kind, name, body);
    workers.until(() -> channel.waitingReceivers() == before + 1, name + " is queued");
    return receiver.awaitParked();
  }

  /** Sends from a thread of its own, which must not wait. */
  void send(int value) {
    start("sender of " + value, () -> channel.send(value)).result();
  }

  /** Receives in a thread of its own, which must not wait. */
  Integer receive() {
    return workers.start(kind, "receiver", () -> channel.receive()).result();
  }

  /** A send now waits; it goes away without a trace. */
  void assertSendParks() {
    int length = channel.length();
    int senders = channel.waitingSenders();
    parkedSender(-1).interruptAndJoin();
    assertThat(channel.waitingSenders()).isEqualTo(senders);
    assertThat(channel.length()).isEqualTo(length);
  }

  /** A receive now waits; it goes away without a trace. */
  void assertReceiveParks() {
    int length = channel.length();
    int receivers = channel.waitingReceivers();
    parkedReceiver().interruptAndJoin();
    assertThat(channel.waitingReceivers()).isEqualTo(receivers);
    assertThat(channel.length()).isEqualTo(length);
  }

  /** Exactly these can be received without waiting. */
  void assertHolds(Integer... values) {
    List<Integer> held = new ArrayList<>();
    while (channel.tryReceive() instanceof Received.Value<Integer>(Integer value)) {
      held.add(value);
    }
    assertThat(held).containsExactly(values);
  }

  void assertWaiting(int senders, int receivers) {
    assertThat(channel.waitingSenders()).as("waiting senders").isEqualTo(senders);
    assertThat(channel.waitingReceivers()).as("waiting receivers").isEqualTo(receivers);
  }

  static void checkInvariants(Channel<?> channel) {
    if (channel instanceof StandardChannel<?> standard) {
      standard.checkInvariants();
    }
  }

  @Override
  public void close() {
    workers.close();
    checkInvariants(channel);
    assertWaiting(0, 0);
  }
}
