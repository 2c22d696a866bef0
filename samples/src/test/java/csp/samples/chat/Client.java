// SPDX-License-Identifier: Apache-2.0
package csp.samples.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/** Somebody who chats, over a real socket. No read waits longer than the bound. */
final class Client implements AutoCloseable {
  private static final int BOUND_MILLIS = 20_000;

  private final Socket socket = new Socket();
  private final BufferedReader in;

  Client(int port) throws IOException {
    this(port, 0);
  }

  /** With a receive buffer of about so many bytes, or the usual one if 0. */
  Client(int port, int receiveBuffer) throws IOException {
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.connect(
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port),
        BOUND_MILLIS);
    socket.setSoTimeout(BOUND_MILLIS);
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
  }

  /** A client who has taken {@code name}, and has read all up to the welcome. */
  static Client named(String name, int port) throws IOException {
    return new Client(port).takeName(name);
  }

  Client takeName(String name) throws IOException {
    say(name);
    readUntil("* welcome, " + name);
    return this;
  }

  /** Sends a line. */
  void say(String line) throws IOException {
    sayRaw((line + "\n").getBytes(UTF_8));
  }

  /** Sends just these bytes. */
  void sayRaw(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** The next line; null when the server has closed the connection. */
  String read() throws IOException {
    try {
      return in.readLine();
    } catch (SocketException reset) { // it was closed before it had read all that was sent to it
      return null;
    }
  }

  /** The lines up to the first that starts with {@code start}, that one included. */
  List<String> readUntil(String start) throws IOException {
    List<String> lines = new ArrayList<>();
    String line;
    do {
      line = read();
      if (line == null) {
        throw new AssertionError("no line starts with " + start + ": " + lines);
      }
      lines.add(line);
    } while (!line.startsWith(start));
    return lines;
  }

  /** Says that nothing more will be said; goes on reading. */
  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
