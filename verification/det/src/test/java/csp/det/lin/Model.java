// SPDX-License-Identifier: Apache-2.0
package csp.det.lin;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Two channels as they are between two calls: what is buffered, and whether they are closed. */
final class Model {
  private final int[] capacities;
  private final List<Deque<Integer>> buffers;
  private final boolean[] closed;

  Model(int[] capacities) {
    this(capacities, List.of(new ArrayDeque<>(), new ArrayDeque<>()), new boolean[2]);
  }

  private Model(int[] capacities, List<Deque<Integer>> buffers, boolean[] closed) {
    this.capacities = capacities;
    this.buffers = buffers;
    this.closed = closed;
  }

  Model copy() {
    return new Model(
        capacities,
        List.of(new ArrayDeque<>(buffers.get(0)), new ArrayDeque<>(buffers.get(1))),
        closed.clone());
  }

  /** What a send gives and does now, or empty if it has to wait. */
  Optional<String> send(int channel, int value) {
    if (closed[channel]) {
      return Optional.of(Call.REFUSED);
    }
    if (buffers.get(channel).size() == capacities[channel]) {
      return Optional.empty();
    }
    buffers.get(channel).add(value);
    return Optional.of(Call.OK);
  }

  /** What a receive gives and does now, or empty if it has to wait. */
  Optional<String> receive(int channel) {
    Integer head = buffers.get(channel).poll();
    if (head != null) {
      return Optional.of(head.toString());
    }
    return closed[channel] ? Optional.of(Call.CLOSED) : Optional.empty();
  }

  String close(int channel) {
    if (closed[channel]) {
      return Call.REFUSED;
    }
    closed[channel] = true;
    return Call.OK;
  }

  /** Whether a sender and a receiver can meet there, with nothing in between. */
  boolean allowsMeeting(int channel) {
    return capacities[channel] == 0 && !closed[channel];
  }

  @Override
  public String toString() {
    return buffers + "" + closed[0] + closed[1];
  }
}
