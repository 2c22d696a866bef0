// SPDX-License-Identifier: Apache-2.0
package csp.samples.chat;

import static csp.select.Select.doOnReceive;
import static csp.select.Select.onReceive;
import static csp.select.Select.onSend;
import static csp.select.Select.select;

import csp.Channel;
import csp.ReceiveChannel;
import csp.SendChannel;
import csp.select.Clause;
import csp.select.InterruptibleConsumer;
import csp.select.Selector;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Who is here, and what is said. One goroutine {@linkplain #run runs} it and is the only one that
 * knows; the others send it what they want, and may call the other methods from anywhere.
 *
 * <p>The channels have no buffer. So a connection's line is received before its next line, or its
 * leave, is sent, though they go through different channels.
 */
final class Room {
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_-]{1,20}");

  private record Said(Member who, Lines.Line line) {}

  private final Channel<Member> joining = Channel.named("join").unbuffered();
  private final Channel<Member> leaving = Channel.named("leave").unbuffered();
  private final Channel<Said> saying = Channel.named("say").unbuffered();
  private final Channel<Void> shutdown = Channel.named("shutdown").unbuffered(); // closed: stop
  private final Channel<Void> done = Channel.named("done").unbuffered(); // closed: has stopped

  private final Set<Member> members = new LinkedHashSet<>(); // of the goroutine that runs it
  private boolean isOpen = true; // the same

  /** Serves the connections until {@link #stop}. */
  void run() throws InterruptedException {
    try (Selector selector =
        Selector.random(
            on(joining, this::joined),
            on(leaving, this::left),
            on(saying, this::said),
            doOnReceive(shutdown, _ -> {}).onClosed(() -> isOpen = false))) {
      while (isOpen && selector.select()) {}
    } finally {
      members.forEach(member -> {
        member.tell("* the room closes");
        member.close();
      });
      done.close();
    }
  }

  /** Says that the room should stop; does not wait for it. */
  void stop() {
    shutdown.tryClose();
  }

  /**
   * Brings {@code member} in, who is closed when the room lets them go; false if it has stopped.
   */
  boolean join(Member member) throws InterruptedException {
    return offer(joining, member);
  }

  /** Brings what {@code member} said; false if the room has stopped. */
  boolean say(Member member, Lines.Line line) throws InterruptedException {
    return offer(saying, new Said(member, line));
  }

  /** Says that {@code member} has gone, if the room does not know. */
  void leave(Member member) throws InterruptedException {
    offer(leaving, member);
  }

  /** Sends to the room, unless that has stopped and nobody will receive. */
  private <T> boolean offer(SendChannel<T> to, T value) throws InterruptedException {
    return Objects.requireNonNull(
        select(onSend(to, value, () -> true), onReceive(done, _ -> false)));
  }

  /** A clause on a channel that nobody closes. */
  private static <T> Clause<?> on(ReceiveChannel<T> channel, InterruptibleConsumer<T> handler) {
    return doOnReceive(channel, value -> handler.accept(Objects.requireNonNull(value)));
  }

  private void joined(Member member) {
    members.add(member);
    member.tell("* what is your name?");
  }

  private void left(Member member) {
    if (members.remove(member)) {
      member.close();
      if (member.name() != null) {
        tellAll("* " + member.name() + " has left");
      }
    }
  }

  private void said(Said said) {
    Member who = said.who();
    String text = said.line().text().strip();
    if (!members.contains(who)) {
      return; // sent behind a /quit
    }
    if (said.line().isCut()) {
      who.tell("* too long: a line may have " + Lines.LIMIT + " bytes");
    } else if (text.equals("/quit")) {
      who.tell("* bye");
      left(who);
    } else if (who.name() == null) {
      name(who, text);
    } else if (text.equals("/who")) {
      who.tell("* here: " + names());
    } else if (text.startsWith("/")) {
      who.tell("* there is /who, and /quit");
    } else if (!text.isEmpty()) {
      tellOthers(who, who.name() + ": " + text);
    }
  }

  private void name(Member member, String name) {
    if (!NAME.matcher(name).matches()) {
      member.tell("* a name has 1 to 20 letters, digits, _ or -; what is yours?");
    } else if (members.stream().anyMatch(other -> name.equals(other.name()))) {
      member.tell("* " + name + " is here already; what is your name?");
    } else {
      member.name(name);
      member.tell("* welcome, " + name + "; here: " + names());
      tellOthers(member, "* " + name + " has joined");
    }
  }

  private String names() {
    return members.stream()
        .map(Member::name)
        .filter(Objects::nonNull)
        .collect(Collectors.joining(", "));
  }

  private void tellAll(String line) {
    members.stream().filter(member -> member.name() != null).forEach(member -> member.tell(line));
  }

  private void tellOthers(Member who, String line) {
    members.stream()
        .filter(member -> member != who && member.name() != null)
        .forEach(member -> member.tell(line));
  }
}
