// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class LatencyTest {
  @SuppressWarnings("unused") // a source of parameters
  private static final List<Load> LOADS = Load.ALL;

  private static Histogram histogram(long... nanos) {
    Histogram histogram = new Histogram(3);
    for (long each : nanos) {
      histogram.recordValue(each);
    }
    return histogram;
  }

  private static Latency.Sample sample(String load, Channels library, long... nanos) {
    return new Latency.Sample(Load.named(load), library, histogram(nanos));
  }

  /** The crew compares what was received with what was sent. */
  @ParameterizedTest
  @FieldSource("LOADS")
  void eachElementOfARoundIsTimedOnce(Load load) throws InterruptedException {
    for (Channels library : load.libraries()) {
      Histogram latencies = new LatencyFork(library, load, 50).round();

      assertThat(latencies.getTotalCount()).as("%s", library).isEqualTo(50);
      assertThat(latencies.getMinValue()).isPositive();
    }
  }

  @Test
  void histogramComesThroughAsALineOfText() {
    String line = LatencyFork.encoded(histogram(1, 1_000, 1_000_000));

    assertThat(line).doesNotContain("\n");
    assertThat(LatencyFork.decoded(line + "\n")).isEqualTo(histogram(1, 1_000, 1_000_000));
  }

  @Test
  void rowSumsUpTheProcesses() {
    Latency latency =
        new Latency(
            List.of(
                sample("light,0", Channels.CSP, 100, 200),
                sample("light,0", Channels.SQ, 300),
                sample("light,0", Channels.CSP, 1_000)));

    assertThat(latency)
        .hasToString(
            """
            | load    | library | p50 | p90   | p99   | p99.9 | p99.99 | max   | elements |
            |---------|---------|-----|-------|-------|-------|--------|-------|----------|
            | light,0 | csp     | 200 | 1,000 | 1,000 | 1,000 | 1,000  | 1,000 | 3        |
            | light,0 | sq      | 300 | 300   | 300   | 300   | 300    | 300   | 1        |
            """);
    assertThat(latency.isGood()).isTrue();
  }

  @Test
  void loneElementThatWaitsForTheNextIsNotGood() {
    assertThat(new Latency(List.of(sample("lone,1024", Channels.CSP, 999_000))).isGood()).isFalse();
    assertThat(new Latency(List.of(sample("lone,1024", Channels.CSP, 9_000))).isGood()).isTrue();
    assertThat(new Latency(List.of(sample("lone,1024", Channels.JOX, 999_000))).isGood()).isTrue();
  }

  @Test
  void processThatFailsIsShownAndNotGood() {
    Latency latency =
        new Latency(
            List.of(
                sample("light,0", Channels.CSP, 100),
                new Latency.Sample(Load.named("light,0"), Channels.CSP, null)));

    assertThat(latency.toString()).contains("| csp     | FAILED |");
    assertThat(latency.isGood()).isFalse();
  }
}
