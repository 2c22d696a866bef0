// SPDX-License-Identifier: Apache-2.0
package csp.internal.channel;

import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.internal.park.Sudog;
import csp.testkit.Await;
import csp.testkit.Worker;
import csp.testkit.Workers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Waits at a channel that follow one another share a sudog: they fail when none is given back. */
class SudogReuseTest {
  private final Channel<Integer> channel = Channel.unbuffered();
  private final Workers workers = new Workers();

  @AfterEach
  void end() {
    workers.close();
    core().checkInvariants();
  }

  @Test
  void receiverUsesTheSudogOfTheOneBefore() throws InterruptedException {
    Sudog first = receiveOne();
    assertThat(receiveOne()).isSameAs(first);
  }

  @Test
  void senderUsesTheSudogOfTheOneBefore() throws InterruptedException {
    Sudog first = sendOne();
    assertThat(sendOne()).isSameAs(first);
  }

  @Test
  void sendersAndReceiversUseEachOthers() throws InterruptedException {
    Sudog first = receiveOne();
    assertThat(sendOne()).isSameAs(first);
  }

  private @Nullable Sudog receiveOne() throws InterruptedException {
    Worker<Integer> receiver = workers.virtual("receiver", () -> channel.receive());
    Await.until(() -> channel.waitingReceivers() == 1, "the receiver waits", receiver.thread());
    Sudog sudog = queued(ChannelCore.RECEIVERS);
    channel.send(1);
    assertThat(receiver.result()).isEqualTo(1);
    return sudog;
  }

  private @Nullable Sudog sendOne() throws InterruptedException {
    Worker<Void> sender = workers.virtual("sender", () -> channel.send(1));
    Await.until(() -> channel.waitingSenders() == 1, "the sender waits", sender.thread());
    Sudog sudog = queued(ChannelCore.SENDERS);
    assertThat(channel.receive()).isEqualTo(1);
    sender.result();
    return sudog;
  }

  private @Nullable Sudog queued(int queue) {
    core().lock();
    Sudog first = core().peekFirst(queue);
    core().unlock();
    return first;
  }

  private ChannelCore<?> core() {
    return (ChannelCore<?>) channel;
  }
}
