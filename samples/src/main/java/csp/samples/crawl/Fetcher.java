// SPDX-License-Identifier: Apache-2.0
package csp.samples.crawl;

import static csp.select.Select.onComplete;
import static csp.select.Select.onTimeout;
import static csp.select.Select.select;

import csp.context.Context;
import csp.context.ContextException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Asks for pages, one request each: redirects are not followed. Any thread may use it. */
final class Fetcher implements AutoCloseable {
  private static final String NAME = "csp-samples-crawl/1";

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1) // a request at a time on each connection
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final Duration limit;

  /** One whose requests may take so long each, with all that belongs to the answer. */
  Fetcher(Duration limit) {
    this.limit = limit;
  }

  /**
   * Asks for a page, and waits for all of the answer. If the wait ends in another way, the request
   * is given up and its connection closed. A failure to get an answer is a result, too.
   *
   * @throws ContextException if {@code context} ends first
   */
  Fetched fetch(URI address, Context context) throws InterruptedException {
    CompletableFuture<HttpResponse<Body>> exchange =
        client.sendAsync(
            HttpRequest.newBuilder(address).header("User-Agent", NAME).build(), new Bodies());
    try {
      Fetched fetched =
          select(
              context,
              onComplete(exchange, (response, failure) -> result(address, response, failure)),
              // The time-out of the request itself does not hold for the body.
              onTimeout(limit, () -> new Fetched.Failed("timed out")));
      return Objects.requireNonNull(fetched, "both clauses have a result");
    } finally {
      exchange.cancel(true); // does nothing if the answer is there
    }
  }

  /** Ends the threads of the client, and waits for that. Nobody may be asking for a page. */
  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }

  private static Fetched result(
      URI address, @Nullable HttpResponse<Body> response, @Nullable Throwable failure) {
    if (response == null) {
      return new Fetched.Failed(why(Objects.requireNonNull(failure, "one of them is there")));
    }
    Body body = response.body();
    return new Fetched.Answer(response.statusCode(), body.bytes(), links(address, response));
  }

  private static List<URI> links(URI address, HttpResponse<Body> response) {
    List<URI> links =
        switch (response.statusCode() / 100) {
          case 2 -> Links.of(response.body().text(), address);
          case 3 ->
              response
                  .headers()
                  .firstValue("location")
                  .map(location -> Address.resolve(address, location))
                  .map(List::of)
                  .orElse(List.of());
          default -> List.of();
        };
    return links.stream().filter(link -> Address.sameSite(link, address)).toList();
  }

  private static String why(Throwable failure) {
    String message = failure.getMessage();
    return switch (failure) {
      case ConnectException _ -> "cannot connect";
      default -> message == null ? failure.getClass().getSimpleName() : message;
    };
  }

  /** Counts a body; keeps some of it, if it is HTML. */
  private static final class Bodies implements BodyHandler<Body> {
    @Override
    public BodySubscriber<Body> apply(ResponseInfo answer) {
      String type = answer.headers().firstValue("content-type").orElse("");
      String kind = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
      Body body = new Body(kind.equals("text/html") || kind.equals("application/xhtml+xml"));
      return BodySubscribers.mapping(
          BodySubscribers.ofByteArrayConsumer(part -> part.ifPresent(body::add)), _ -> body);
    }
  }
}
