// SPDX-License-Identifier: Apache-2.0
package csp.samples.crawl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import csp.testkit.Await;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** A web site on this machine, that counts who asks for what. */
final class Site implements AutoCloseable {
  /** What a page does when it is asked for. */
  @FunctionalInterface
  interface Page {
    void answer(HttpExchange exchange) throws IOException;
  }

  private final Map<String, Page> pages = new ConcurrentHashMap<>(); // by path and query
  private final List<Thread> handlers = new CopyOnWriteArrayList<>();
  private final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> agents = new ConcurrentLinkedQueue<>();
  private final Set<HttpExchange> inFlight = ConcurrentHashMap.newKeySet();
  private volatile int mostInFlight;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  Site() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** The address of what is at {@code path}. */
  String at(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  int port() {
    return server.getAddress().getPort();
  }

  void page(String path, Page page) {
    pages.put(path, page);
  }

  /** A page of HTML with {@code body}. */
  void html(String path, String body) {
    page(path, exchange -> send(exchange, 200, "text/html; charset=utf-8", body));
  }

  /** A page with links. */
  void links(String path, String... to) {
    html(path, linking(to));
  }

  void redirect(String path, int status, String to) {
    page(
        path,
        exchange -> {
          inFlight.remove(exchange);
          exchange.getResponseHeaders().add("Location", to);
          exchange.sendResponseHeaders(status, -1);
        });
  }

  /**
   * A page that answers, in parts, until who asked is gone. Counts {@code begun} down once, after
   * the first part, and {@code gone} at the end.
   */
  void endless(String path, CountDownLatch begun, CountDownLatch gone) {
    page(
        path,
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, 0);
          OutputStream body = exchange.getResponseBody();
          try {
            sendPart(body);
            begun.countDown();
            while (true) {
              LockSupport.parkNanos(2_000_000);
              sendPart(body);
            }
          } finally {
            gone.countDown();
          }
        });
  }

  private static void sendPart(OutputStream body) throws IOException {
    body.write("<p>and so on\n".getBytes(UTF_8));
    body.flush();
  }

  static String linking(String... to) {
    StringBuilder html = new StringBuilder("<!doctype html><title>page</title>\n");
    for (String link : to) {
      html.append("<a href=\"").append(link).append("\">there</a>\n");
    }
    return html.toString();
  }

  void send(HttpExchange exchange, int status, String type, String text) throws IOException {
    inFlight.remove(exchange); // before who asks can know the answer, and ask for another page
    byte[] body = text.getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  /** What was asked for, in this order. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  List<String> agents() {
    return List.copyOf(agents);
  }

  int inFlight() {
    return inFlight.size();
  }

  int mostInFlight() {
    return mostInFlight;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    Await.until(
        () -> handlers.stream().noneMatch(Thread::isAlive),
        "the server stops",
        handlers.toArray(Thread[]::new));
    assertThat(threads.isShutdown()).isTrue();
  }

  private void handle(HttpExchange exchange) throws IOException {
    handlers.add(Thread.currentThread());
    synchronized (this) {
      inFlight.add(exchange);
      mostInFlight = Math.max(mostInFlight, inFlight.size());
    }
    try {
      String what = exchange.getRequestURI().toString();
      requests.add(what);
      agents.add(exchange.getRequestHeaders().getFirst("User-Agent"));
      Page page = pages.get(what);
      if (page == null) {
        send(exchange, 404, "text/html", linking("/linked-from-an-error"));
      } else {
        page.answer(exchange);
      }
    } finally {
      inFlight.remove(exchange);
      exchange.close();
    }
  }
}
