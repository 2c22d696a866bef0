// SPDX-License-Identifier: Apache-2.0
package csp.samples.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Against a server on this machine. */
class CrawlTest {
  private final Capture crawl = new Capture();
  private Site site;

  @BeforeEach
  void start() throws IOException {
    site = new Site();
  }

  @AfterEach
  void stop() {
    site.close();
  }

  @Test
  void printsEachPageOnceInTheOrderInWhichTheyAreFound() {
    site.links("/", "b", "a/", "/a/../b", "#top", "/");
    site.links("/b", "/", "/c?x=1&amp;y=2", "b#there");
    site.links("/a/", "../b", "leaf", "/c?x=1&y=2");
    site.links("/c?x=1&y=2");
    site.page("/a/leaf", exchange -> site.send(exchange, 200, "text/plain", "href=\"/not-html\""));
    assertThat(crawl.run(site.at(""))).isZero();
    assertThat(crawl.lines(site))
        .map(line -> line.replaceFirst("^200 \\d+ ", ""))
        .containsExactly("0 /", "1 /b", "1 /a/", "2 /c?x=1&y=2", "2 /a/leaf");
    assertThat(crawl.err()).matches("crawl: 5 pages, [0-9,]+ bytes in [0-9.]+ s\n");
    assertThat(site.requests())
        .containsExactlyInAnyOrder("/", "/b", "/a/", "/c?x=1&y=2", "/a/leaf");
    assertThat(site.agents()).allMatch("csp-samples-crawl/1"::equals);
  }

  @Test
  void brokenLinksAreToldWithAllWhoLinkToThem() {
    site.links("/", "/a", "/gone", "/b", "/trouble");
    site.links("/a", "/gone", "/", "/later");
    site.links("/b", "/gone", "/gone#again");
    site.page("/trouble", exchange -> site.send(exchange, 503, "text/html", ""));
    assertThat(crawl.run(site.at("/"), "--quiet")).isEqualTo(1);
    assertThat(crawl.lines(site))
        .map(line -> line.split(" ")[0] + line.split(" ")[3])
        .containsExactly("200/", "200/a", "404/gone", "200/b", "503/trouble", "404/later");
    assertThat(crawl.err().replace(site.at(""), ""))
        .isEqualTo(
            """
            crawl: /gone: 404, linked from /, /a, /b
            crawl: /trouble: 503, linked from /
            crawl: /later: 404, linked from /a
            """);
    assertThat(site.requests()).doesNotContain("/linked-from-an-error");
  }

  @Test
  void redirectIsAPageWithOneLink() {
    site.links("/", "/old", "/loop");
    site.redirect("/old", 301, "new");
    site.redirect("/loop", 302, "/loop2");
    site.redirect("/loop2", 307, "/loop");
    site.redirect("/new", 308, "http://127.0.0.1:1/elsewhere");
    assertThat(crawl.run(site.at("/"))).isZero();
    assertThat(crawl.lines(site).subList(1, 5))
        .containsExactly("301 0 1 /old", "302 0 1 /loop", "308 0 2 /new", "307 0 2 /loop2");
    assertThat(crawl.lines(site)).hasSize(5);
  }

  @Test
  void otherSitesAreLeftAlone() throws IOException {
    try (Site other = new Site()) {
      site.links(
          "/",
          other.at("/"),
          "https://127.0.0.1:" + site.port() + "/secure",
          "//127.0.0.1:" + other.port() + "/",
          "http://localhost:" + site.port() + "/by-name",
          "mailto:me@example.org",
          "javascript:go()",
          "HTTP://127.0.0.1:" + site.port() + "/here");
      site.links("/here");
      assertThat(crawl.run(site.at("/"))).isZero();
      assertThat(site.requests()).containsExactly("/", "/here");
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void depthIsThatOfTheShortestWay() throws Exception {
    CountDownLatch longWayIsRead = new CountDownLatch(1);
    site.links("/", "/slow", "/1");
    site.page(
        "/slow",
        exchange -> {
          await(longWayIsRead);
          site.send(exchange, 200, "text/html", Site.linking("/far"));
        });
    site.links("/1", "/2");
    site.links("/2", "/3");
    site.page(
        "/1",
        exchange -> {
          site.send(exchange, 200, "text/html", Site.linking("/2", "/far"));
          longWayIsRead.countDown();
        });
    site.links("/far", "/deeper");
    site.links("/3");
    site.links("/deeper", "/too-deep");
    assertThat(crawl.run(site.at("/"), "--depth=3")).isZero();
    assertThat(crawl.lines(site))
        .map(line -> line.replaceFirst("^200 \\d+ ", ""))
        .containsExactly("0 /", "1 /slow", "1 /1", "2 /far", "2 /2", "3 /deeper", "3 /3");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7})
  void chainEndsAtTheDepth(int depth) {
    for (int i = 0; i < 10; i++) {
      site.links("/" + i, "/" + (i + 1));
    }
    assertThat(crawl.run(site.at("/0"), "--depth=" + depth)).isZero();
    assertThat(site.requests()).hasSize(depth + 1).last().isEqualTo("/" + depth);
  }

  @Test
  void maxPagesAreTheFirstThatAreFound() {
    site.links("/", "/a", "/b", "/c");
    site.links("/a", "/d");
    assertThat(crawl.run(site.at("/"), "--max-pages=3")).isEqualTo(1);
    assertThat(site.requests()).containsExactlyInAnyOrder("/", "/a", "/b");
  }

  @Test
  void hugePageIsCountedButItsLinksOnlyInTheFirstMegabyte() {
    String middle = "x".repeat(5 << 20);
    String start = "<a href='/near'>";
    site.html("/", start + middle + "<a href='/far-down'>");
    site.links("/near");
    assertThat(crawl.run(site.at("/"))).isZero();
    assertThat(crawl.lines(site).getFirst())
        .isEqualTo("200 " + (start.length() + middle.length() + 20) + " 0 /");
    assertThat(site.requests()).containsExactly("/", "/near");
  }

  /**
   * Fails if the time-out is that of the HTTP client, which ends when the body begins, and if the
   * request is not cancelled: the next page comes only when the connection is closed.
   */
  @Test
  void pageThatTakesTooLongIsBrokenAndItsConnectionIsClosed() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch gone = new CountDownLatch(1);
    site.links("/", "/endless", "/fine");
    site.endless("/endless", begun, gone);
    site.page(
        "/fine",
        exchange -> {
          await(gone);
          site.send(exchange, 200, "text/html", "");
        });
    assertThat(crawl.run(site.at("/"), "--request-timeout=2s", "--concurrency=1", "--quiet"))
        .isEqualTo(1);
    assertThat(crawl.lines(site).get(1)).isEqualTo("- - 1 /endless");
    assertThat(crawl.lines(site)).hasSize(3);
    assertThat(crawl.err().replace(site.at(""), ""))
        .isEqualTo("crawl: /endless: timed out, linked from /\n");
  }

  @Test
  void siteThatIsNotThereIsBroken() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    String there = "http://127.0.0.1:" + free + "/";
    assertThat(crawl.run(there, "--quiet")).isEqualTo(1);
    assertThat(crawl.err()).isEqualTo("crawl: " + there + ": cannot connect\n");
  }

  @Test
  void answerThatIsNoneIsBroken() {
    site.links("/", "/cut", "/fine");
    site.page(
        "/cut",
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          throw new IOException("the server fails");
        });
    site.links("/fine");
    assertThat(crawl.run(site.at("/"), "--quiet")).isEqualTo(1);
    assertThat(crawl.lines(site)).hasSize(3).element(1).isEqualTo("- - 1 /cut");
    assertThat(crawl.err()).contains("/cut: ").contains(", linked from " + site.at("/") + "\n");
  }

  /** Fails if it can be one more, and if fewer are asked for at a time: then nobody is let go. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8})
  void asManyRequestsAtATimeAsAreAllowed(int concurrency) {
    // While all that are allowed are there: gives one more the time to come.
    CyclicBarrier together =
        new CyclicBarrier(concurrency, () -> LockSupport.parkNanos(10_000_000));
    String[] wide = new String[concurrency * 5];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = "/wide" + i;
      site.page(
          wide[i],
          exchange -> {
            try {
              together.await(20, TimeUnit.SECONDS);
            } catch (Exception e) {
              throw new IOException(e);
            }
            site.send(exchange, 200, "text/html", "");
          });
    }
    site.links("/", wide);
    assertThat(crawl.run(site.at("/"), "--concurrency=" + concurrency)).isZero();
    assertThat(crawl.lines(site)).hasSize(1 + wide.length);
    assertThat(site.mostInFlight()).isEqualTo(concurrency);
  }

  @Test
  void outputThatCannotBeWrittenEndsIt() {
    site.links("/", "/a");
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("disk is full");
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Crawl broken = new Crawl(new PrintStream(full), new PrintStream(err), () -> 0);
    assertThat(new CommandLine(broken).execute(site.at("/"))).isEqualTo(1);
    assertThat(err.toString()).isEqualTo("crawl: cannot write the output\n");
  }

  @Test
  void progressMovesOnTheTerminalAndIsGoneAtTheEnd() throws Exception {
    CountDownLatch shown = new CountDownLatch(1);
    site.links("/", "/slow", "/a");
    site.page(
        "/slow",
        exchange -> {
          try {
            shown.await(700, TimeUnit.MILLISECONDS); // some ticks: nothing counts it down
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          site.send(exchange, 200, "text/html", "");
        });
    site.links("/a");
    Capture terminal = new Capture(30);
    assertThat(terminal.run(site.at("/"))).isZero();
    List<String> shownLines = List.of(terminal.err().split("\r\033\\[K", -1));
    assertThat(shownLines).contains("crawl: 1 page, 2 to go");
    assertThat(shownLines.getLast()).startsWith("crawl: 3 pages, ").endsWith(" s\n");
  }

  static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
