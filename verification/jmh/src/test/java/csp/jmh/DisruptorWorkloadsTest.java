// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DisruptorWorkloadsTest {
  /** The crew compares what was received with what was sent; goes red if a consumer halts early. */
  @ParameterizedTest
  @EnumSource
  void eachConsumerSeesEachElement(DisruptorWorkloads.Waiting waiting) {
    DisruptorWorkloads workloads = new DisruptorWorkloads();
    workloads.library = waiting;
    workloads.capacity = 16;
    workloads.threads = 3;
    workloads.elements = 1_000;

    assertThatCode(workloads::bcast).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource(names = {"CSP", "CSP_CHANNELS", "ABQ", "JOX"})
  void fanReachesEachConsumer(Channels channels) {
    Workloads workloads = new Workloads();
    workloads.library = channels;
    workloads.capacity = 16;
    workloads.threads = 3;
    workloads.elements = 1_000;

    assertThatCode(workloads::bcast).doesNotThrowAnyException();
  }

  @Test
  void eachSubscriberOfAPublisherSeesEachElement() {
    FlowWorkloads workloads = new FlowWorkloads();
    workloads.capacity = 16;
    workloads.threads = 3;
    workloads.elements = 1_000;

    assertThatCode(workloads::bcast).doesNotThrowAnyException();
  }

  @Test
  void ringThatSpinsIsShownButNoPeer() {
    Cell cell = Cells.named("bcast,1024,3");

    assertThat(cell.libraries()).contains(Library.DISRUPTOR, Library.DISRUPTOR_YIELD);
    assertThat(Stream.of(Library.DISRUPTOR, Library.DISRUPTOR_YIELD).filter(Library::isPeer))
        .containsExactly(Library.DISRUPTOR);
  }
}
