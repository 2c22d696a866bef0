// SPDX-License-Identifier: Apache-2.0
package csp.jmh;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.YieldingWaitStrategy;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The workloads that a disruptor can do: it knows that it has one producer, and calls a handler
 * where the others take. Elements, capacity and threads are those of {@link Workloads}, and the
 * handlers' processors run on the threads of a {@link Crew}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DisruptorWorkloads {
  /** How the consumers wait. */
  @Param("DISRUPTOR")
  public Waiting library;

  /** How many slots the ring has, a power of two. */
  @Param("1024")
  public int capacity;

  /** How many consumers there are; each sees all elements. */
  @Param("1")
  public int threads;

  /** See {@link Cell}. */
  @Param("1")
  public int elements;

  /** A producer and a consumer. */
  @Benchmark
  public void pc() throws InterruptedException {
    bcast();
  }

  /** One producer, and consumers that all see each element. */
  @Benchmark
  public void bcast() throws InterruptedException {
    RingBuffer<Slot> ring = library.ring(capacity);
    int count = elements;
    int consumers = threads;
    Crew crew = new Crew(consumers + 1, library.threads());
    for (int i = 0; i < consumers; i++) {
      Consumer consumer = new Consumer(count);
      BatchEventProcessor<Slot> processor =
          new BatchEventProcessorBuilder().build(ring, ring.newBarrier(), consumer);
      consumer.processor = processor;
      ring.addGatingSequences(processor.getSequence());
      crew.start(() -> {
        processor.run();
        return consumer.sum;
      });
    }
    crew.start(() -> consumers * produce(ring, count));
    crew.await();
  }

  private static long produce(RingBuffer<Slot> ring, int count) {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      Integer element = Workloads.ELEMENTS[i & 127];
      long at = ring.next();
      ring.get(at).element = element;
      ring.publish(at);
      sum += element;
    }
    return -sum;
  }

  /** How the consumers wait for an element. The producer waits for room by parking a nanosecond. */
  public enum Waiting {
    /** Parks. */
    DISRUPTOR {
      @Override
      ThreadFactory threads() {
        return Thread.ofVirtual().factory();
      }

      @Override
      RingBuffer<Slot> ring(int capacity) {
        return RingBuffer.createSingleProducer(Slot::new, capacity, new BlockingWaitStrategy());
      }
    },

    /**
     * Spins, then yields for as long as it takes. On platform threads: virtual ones that yield go
     * on to use their carriers, and a producer that parks may never get one again.
     */
    DISRUPTOR_YIELD {
      @Override
      ThreadFactory threads() {
        return Thread.ofPlatform().daemon().factory();
      }

      @Override
      RingBuffer<Slot> ring(int capacity) {
        return RingBuffer.createSingleProducer(Slot::new, capacity, new YieldingWaitStrategy());
      }
    };

    /** Makes the producer's thread and the consumers'. */
    abstract ThreadFactory threads();

    /** Makes an empty ring. */
    abstract RingBuffer<Slot> ring(int capacity);
  }

  /** What the ring is made of. */
  private static final class Slot {
    private @Nullable Integer element;
  }

  /** Adds up what it sees, and ends with the last element. */
  private static final class Consumer implements EventHandler<Slot> {
    private final int count;
    private @Nullable BatchEventProcessor<Slot> processor;
    private long sum;

    Consumer(int count) {
      this.count = count;
    }

    @Override
    public void onEvent(Slot slot, long sequence, boolean endOfBatch) {
      sum += slot.element;
      if (sequence == count - 1) {
        processor.halt();
      }
    }
  }
}
