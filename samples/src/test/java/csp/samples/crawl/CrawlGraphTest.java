// SPDX-License-Identifier: Apache-2.0
package csp.samples.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random sites, against a breadth-first search that knows nothing of HTTP, HTML and threads. */
class CrawlGraphTest {
  private enum Kind {
    PAGE,
    REDIRECT,
    MISSING
  }

  /**
   * A number of pages, what each is, and which it leads to, in this order and maybe twice. One that
   * redirects leads to one, one that is missing to none.
   */
  private record Graph(List<Kind> kinds, List<List<Integer>> edges) {
    static Graph random(Random random, int size) {
      List<Kind> kinds = new ArrayList<>();
      List<List<Integer>> edges = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        Kind kind =
            switch (i == 0 ? 9 : random.nextInt(10)) {
              case 0 -> Kind.MISSING;
              case 1 -> Kind.REDIRECT;
              default -> Kind.PAGE;
            };
        int count =
            switch (kind) {
              case PAGE -> random.nextInt(6);
              case REDIRECT -> 1;
              case MISSING -> 0;
            };
        kinds.add(kind);
        edges.add(random.ints(count, 0, size).boxed().toList());
      }
      return new Graph(kinds, edges);
    }

    /** The depth of each page that is reached, in the order in which they are. */
    Map<Integer, Integer> search(int deepest, int most) {
      Map<Integer, Integer> depths = new LinkedHashMap<>(Map.of(0, 0));
      ArrayDeque<Integer> queue = new ArrayDeque<>(depths.keySet());
      while (!queue.isEmpty()) {
        int page = queue.remove();
        for (int next : edges.get(page)) {
          int depth = depths.get(page) + 1;
          if (depth <= deepest && depths.size() < most && depths.putIfAbsent(next, depth) == null) {
            queue.add(next);
          }
        }
      }
      return depths;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 40, 1, 100, 1000",
    "2, 40, 4, 100, 1000",
    "3, 200, 4, 100, 1000",
    "4, 200, 16, 3, 1000",
    "5, 200, 7, 100, 60",
    "6, 300, 32, 5, 100",
    "7, 20, 3, 0, 10",
    "8, 150, 2, 2, 1"
  })
  void isWhatASearchFindsInItsOrder(int seed, int size, int concurrency, int depth, int most)
      throws IOException {
    Random random = new Random(seed);
    Graph graph = Graph.random(random, size);
    Map<Integer, Integer> expected = graph.search(depth, most);
    Capture crawl = new Capture();
    try (Site site = new Site()) {
      build(site, graph, random);
      int status =
          crawl.run(
              site.at("/d/p0"),
              "--concurrency=" + concurrency,
              "--depth=" + depth,
              "--max-pages=" + most);
      assertThat(crawl.lines(site))
          .map(line -> line.replaceFirst("^(\\S+) \\S+ ", "$1 "))
          .containsExactlyElementsOf(
              expected.entrySet().stream()
                  .map(page ->
                      status(graph, page.getKey())
                          + " "
                          + page.getValue()
                          + " /d/p"
                          + page.getKey())
                  .toList());
      assertThat(site.requests()).doesNotHaveDuplicates().hasSize(expected.size());
      assertThat(site.mostInFlight()).isLessThanOrEqualTo(concurrency);
      List<String> broken = broken(graph, expected, site);
      assertThat(crawl.err().lines().toList().subList(0, broken.size())).isEqualTo(broken);
      assertThat(crawl.err()).hasLineCount(broken.size() + 1);
      assertThat(status).isEqualTo(broken.isEmpty() ? 0 : 1);
    }
  }

  private static void build(Site site, Graph graph, Random random) {
    for (int i = 0; i < graph.kinds().size(); i++) {
      List<Integer> edges = graph.edges().get(i);
      String path = "/d/p" + i;
      long delayNanos = random.nextInt(3) == 0 ? random.nextInt(5_000_000) : 0;
      switch (graph.kinds().get(i)) {
        case PAGE -> {
          String html =
              Site.linking(
                  edges.stream().map(to -> spelled(site, to, random)).toArray(String[]::new));
          site.page(
              path,
              exchange -> {
                LockSupport.parkNanos(delayNanos);
                site.send(exchange, 200, "text/html", html);
              });
        }
        case REDIRECT -> site.redirect(path, 302, spelled(site, edges.getFirst(), random));
        case MISSING -> {}
      }
    }
  }

  private static String spelled(Site site, int page, Random random) {
    String name = "p" + page;
    return switch (random.nextInt(7)) {
      case 0 -> name + "#part";
      case 1 -> "/d/" + name;
      case 2 -> "../d/./" + name;
      case 3 -> site.at("/d/" + name);
      case 4 -> "HTTP" + site.at("/x/../d/" + name).substring(4) + "#";
      case 5 -> "%70" + page;
      default -> name;
    };
  }

  private static int status(Graph graph, int page) {
    return switch (graph.kinds().get(page)) {
      case PAGE -> 200;
      case REDIRECT -> 302;
      case MISSING -> 404;
    };
  }

  private static List<String> broken(Graph graph, Map<Integer, Integer> reached, Site site) {
    Map<Integer, Integer> order = new HashMap<>();
    reached.keySet().forEach(page -> order.put(page, order.size()));
    List<String> broken = new ArrayList<>();
    for (int page : reached.keySet()) {
      if (graph.kinds().get(page) == Kind.MISSING) {
        TreeSet<Integer> linkers =
            new TreeSet<>((a, b) -> Integer.compare(order.get(a), order.get(b)));
        reached.keySet().stream()
            .filter(from -> graph.edges().get(from).contains(page))
            .forEach(linkers::add);
        broken.add(
            "crawl: "
                + site.at("/d/p" + page)
                + ": 404, linked from "
                + String.join(", ", linkers.stream().map(from -> site.at("/d/p" + from)).toList()));
      }
    }
    return broken;
  }
}
