// SPDX-License-Identifier: Apache-2.0
package csp.samples.chat;

import static csp.Go.go;
import static csp.select.Select.onEnd;
import static csp.select.Select.select;

import csp.Timer;
import csp.Timers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Listens, and starts and ends the goroutines. One thread makes, awaits and closes it. */
final class Server implements AutoCloseable {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  /** How long the last lines may take to those who read slowly, when the server stops. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final ServerSocket listening = new ServerSocket();
  private final Room room = new Room();
  private final List<Connection> connections = new ArrayList<>(); // of `accepting`, while it runs
  private final Thread running;
  private final Thread accepting;

  /**
   * Starts to listen.
   *
   * @param port where; 0 is any that is free
   */
  Server(int port) throws IOException {
    try {
      listening.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port));
    } catch (IOException e) {
      listening.close();
      throw new IOException("cannot listen on port " + port + ": " + e.getMessage(), e);
    }
    running = go("room", room::run);
    accepting = go("accept", this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Waits until something fails, which {@code csp.Go} has logged then. */
  void await() throws InterruptedException {
    select(onEnd(running, () -> {}), onEnd(accepting, () -> {}));
  }

  /** The goroutines that may run still. Only once it is closed. */
  List<Thread> goroutines() {
    List<Thread> all = new ArrayList<>(List.of(running, accepting));
    connections.forEach(connection -> all.addAll(connection.goroutines()));
    return all;
  }

  /**
   * Stops everything in the order in which the goroutines need each other, and waits for their end:
   * nobody comes any more; the room says good-bye; what it said is written. An interrupt ends the
   * wait.
   */
  @Override
  public void close() throws IOException {
    listening.close();
    room.stop();
    try {
      accepting.join();
      running.join();
      Timer timer = Timers.afterFunc(PATIENCE, () -> connections.forEach(Connection::cut));
      for (Connection connection : connections) {
        for (Thread goroutine : connection.goroutines()) {
          goroutine.join();
        }
      }
      timer.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() throws IOException {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        connections.removeIf(Connection::hasEnded);
        connections.add(new Connection(socket, room));
      } catch (SocketException e) {
        if (!listening.isClosed()) {
          throw e;
        }
      }
    }
  }
}
