// SPDX-License-Identifier: Apache-2.0
package csp.samples.chat;

import static csp.Go.go;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.List;

/**
 * A socket and its two goroutines. The writer ends when the room closes the member's channel, or
 * when the other side is gone; it closes the socket, and that ends the reader.
 */
final class Connection {
  /** What waits in the kernel can neither be dropped nor counted; so not much of it. */
  private static final int SEND_BUFFER = 8 * 1024;

  private final Socket socket;
  private final Room room;
  private final Member member = new Member();
  private final Thread reader;
  private final Thread writer;

  /** Starts to serve {@code socket}. */
  Connection(Socket socket, Room room) {
    this.socket = socket;
    this.room = room;
    writer = go("write to " + socket.getPort(), this::write);
    reader = go("read from " + socket.getPort(), this::read);
  }

  List<Thread> goroutines() {
    return List.of(reader, writer);
  }

  boolean hasEnded() {
    return !reader.isAlive() && !writer.isAlive();
  }

  /** Closes the socket, whatever is still to be written, so that both goroutines end. */
  void cut() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() throws InterruptedException {
    if (!room.join(member)) {
      member.close(); // the room does not know it
      return;
    }
    try {
      Lines lines = new Lines(socket.getInputStream());
      for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
        if (!room.say(member, line)) {
          return;
        }
      }
    } catch (IOException e) {
      // The other side is gone, or our writer has closed the socket.
    } finally {
      room.leave(member);
    }
  }

  private void write() {
    try (socket) {
      socket.setSendBufferSize(SEND_BUFFER);
      OutputStream to = socket.getOutputStream();
      long next = 0;
      for (Member.Numbered line : member.lines()) {
        if (line.number() > next) {
          to.write(encoded("* you have missed " + (line.number() - next) + " lines"));
        }
        to.write(encoded(line.text()));
        next = line.number() + 1;
      }
    } catch (IOException e) {
      // The other side is gone; the reader finds the socket closed and tells the room.
    }
  }

  private static byte[] encoded(String line) {
    return (line + "\n").getBytes(UTF_8);
  }
}
