// SPDX-License-Identifier: Apache-2.0
package csp.samples.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import csp.samples.SampleProcess;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stops a crawl in the middle. {@link Capture} looks that no goroutine and thread is left. */
class CrawlStopTest {
  private final Capture crawl = new Capture();
  private final CountDownLatch begun = new CountDownLatch(2);
  private final CountDownLatch gone = new CountDownLatch(2);
  private Site site;

  @BeforeEach
  void start() throws IOException {
    site = new Site();
    site.links("/", "/endless1", "/fine", "/endless2");
    site.endless("/endless1", begun, gone);
    site.endless("/endless2", begun, gone);
    site.links("/fine", "/more");
  }

  @AfterEach
  void stop() {
    site.close();
  }

  @Test
  void interruptGivesTheRequestsUpThatAreInFlight() {
    try (Workers workers = new Workers()) {
      Worker<Integer> run = workers.platform("crawl", () -> crawl.run(site.at("/")));
      CrawlTest.await(begun);
      run.interrupt();
      assertThat(run.result()).isEqualTo(130);
      CrawlTest.await(gone);
    }
    assertThat(crawl.lines(site)).singleElement().asString().endsWith(" 0 /");
    assertThat(crawl.err()).matches("crawl: interrupted after 1 page, \\d+ bytes in [0-9.]+ s\n");
  }

  @Test
  void timeoutGivesTheRequestsUpThatAreInFlight() {
    long start = System.nanoTime();
    assertThat(crawl.run(site.at("/"), "--timeout=3s", "--concurrency=2")).isEqualTo(124);
    assertThat(System.nanoTime() - start)
        .isBetween(TimeUnit.SECONDS.toNanos(3), TimeUnit.SECONDS.toNanos(20));
    CrawlTest.await(gone);
    assertThat(crawl.lines(site)).singleElement().asString().endsWith(" 0 /");
    assertThat(crawl.err()).startsWith("crawl: timed out after 1 page, ");
  }

  @Test
  void timeoutStopsASiteWithoutEnd() {
    for (int i = 0; i < 1_000; i++) {
      int next = i + 1;
      site.page(
          "/n" + i,
          exchange ->
              site.send(
                  exchange, 200, "text/html", Site.linking("/n" + next, "/n" + (next + 500))));
    }
    assertThat(
            crawl.run(
                site.at("/n0"),
                "--timeout=1ms",
                "--depth=1000000",
                "--max-pages=1000000",
                "--concurrency=1"))
        .isEqualTo(124);
  }

  @Test
  void timeoutThatDoesNotPassChangesNothing() {
    site.links("/", "/fine");
    site.links("/fine");
    assertThat(crawl.run(site.at("/"), "--timeout=1h")).isZero();
    assertThat(crawl.lines(site)).hasSize(2);
  }

  /** A server that takes connections, and never answers; it sees them closed. */
  @Test
  void connectionsOfRequestsWithoutAnswerAreClosed() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Workers workers = new Workers()) {
      CountDownLatch asked = new CountDownLatch(1);
      Worker<Boolean> server =
          workers.platform(
              "silent server",
              () -> {
                try (Socket socket = listening.accept()) {
                  InputStream in = socket.getInputStream();
                  assertThat(in.read()).isEqualTo('G');
                  asked.countDown();
                  while (in.read() >= 0) {}
                } catch (SocketException reset) {
                  // Closed with something unread, which is as good.
                }
                return true;
              });
      Worker<Integer> run =
          workers.platform(
              "crawl", () -> crawl.run("http://127.0.0.1:" + listening.getLocalPort() + "/"));
      CrawlTest.await(asked);
      run.interrupt();
      assertThat(run.result()).isEqualTo(130);
      assertThat(server.result()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void signalStopsItInGoodOrder(String signal, int status, @TempDir Path directory)
      throws Exception {
    try (SampleProcess process =
            new SampleProcess(directory, directory.resolve("err"), "crawl", site.at("/"));
        BufferedReader out = process.lines()) {
      assertThat(out.readLine()).endsWith(" " + site.at("/"));
      CrawlTest.await(begun);
      process.signal(signal);
      assertThat(out.readLine()).isNull();
      assertThat(process.exitStatus()).isEqualTo(status);
      assertThat(process.err()).startsWith("crawl: interrupted after 1 page, ").hasLineCount(1);
      CrawlTest.await(gone);
    }
  }
}
