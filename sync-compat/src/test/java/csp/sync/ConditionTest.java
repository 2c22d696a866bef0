// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import csp.testkit.Await;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Date;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of {@link Condition}. */
class ConditionTest {
  private final Mutex mutex = new Mutex();
  private final Cond cond = new Cond(mutex);
  private final Condition condition = cond.asCondition();
  private final Workers workers = new Workers();

  @AfterEach
  void nothingIsLeft() {
    workers.close();
    assertThat(cond.waiting()).isZero();
    assertThat(mutex.isPristine()).as("%s", mutex).isTrue();
  }

  private <T> Worker<T> waiter(Callable<T> await) {
    Worker<T> worker =
        workers.virtual(
            "waiter",
            () -> {
              mutex.lock();
              try {
                return await.call();
              } finally {
                mutex.unlock();
              }
            });
    Await.until(() -> cond.waiting() == 1, "waits", worker.thread());
    return worker;
  }

  private <T> T locked(Callable<T> await) throws Exception {
    mutex.lock();
    try {
      return await.call();
    } finally {
      mutex.unlock();
    }
  }

  @Test
  void signalEndsEveryFormOfWaiting() {
    assertSignalled(() -> {
      condition.await();
      return true;
    });
    assertSignalled(() -> {
      condition.awaitUninterruptibly();
      return true;
    });
    assertSignalled(() -> condition.await(20, TimeUnit.SECONDS));
    assertSignalled(() -> condition.await(Long.MAX_VALUE, TimeUnit.DAYS));
    assertSignalled(() -> condition.awaitUntil(Date.from(Instant.now().plusSeconds(20))));
    assertSignalled(() -> condition.awaitUntil(new Date(Long.MAX_VALUE)));
    assertSignalled(() -> condition.awaitNanos(Long.MAX_VALUE) > 0);
  }

  private void assertSignalled(Callable<Boolean> await) {
    Worker<Boolean> one = waiter(await);
    condition.signal();
    assertThat(one.result()).isTrue();
    Worker<Boolean> all = waiter(await);
    condition.signalAll();
    assertThat(all.result()).isTrue();
  }

  @Test
  void awaitNanosTellsWhatIsLeft() throws Exception {
    long most = TimeUnit.SECONDS.toNanos(20);
    Worker<Long> waiter = waiter(() -> condition.awaitNanos(most));
    MutexProbe.pass(1_000_000);
    condition.signal();
    assertThat(waiter.result()).isPositive().isLessThanOrEqualTo(most - 1_000_000);
    assertThat(locked(() -> condition.awaitNanos(1_000_000))).isLessThanOrEqualTo(0);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE + 1, Long.MIN_VALUE})
  void awaitNanosOfNoTimeLeavesNone(long nanos) throws Exception {
    assertThat(locked(() -> condition.awaitNanos(nanos))).isLessThanOrEqualTo(0);
  }

  @Test
  void timeOutsAreTold() throws Exception {
    assertThat(locked(() -> condition.await(0, TimeUnit.DAYS))).isFalse();
    assertThat(locked(() -> condition.await(Long.MIN_VALUE, TimeUnit.DAYS))).isFalse();
    assertThat(locked(() -> condition.await(1, TimeUnit.MILLISECONDS))).isFalse();
    assertThat(locked(() -> condition.awaitUntil(new Date(0)))).isFalse();
    assertThat(locked(() -> condition.awaitUntil(new Date(Long.MIN_VALUE)))).isFalse();
    assertThat(locked(() -> condition.awaitUntil(Date.from(Instant.now().plusMillis(2)))))
        .isFalse();
  }

  /** As java.sql.Date is, whose toInstant fails. */
  @Test
  void deadlineMayBeADateWithoutATimeOfDay() throws Exception {
    Date date =
        new Date(0) {
          @Override
          public Instant toInstant() {
            throw new UnsupportedOperationException();
          }
        };
    assertThat(locked(() -> condition.awaitUntil(date))).isFalse();
  }

  @Test
  void interruptEndsEveryFormButOne() {
    waiter(
            () -> {
              condition.await();
              return true;
            })
        .interruptAndJoin();
    waiter(() -> condition.await(20, TimeUnit.SECONDS)).interruptAndJoin();
    waiter(() -> condition.awaitNanos(Long.MAX_VALUE)).interruptAndJoin();
    waiter(() -> condition.awaitUntil(new Date(Long.MAX_VALUE))).interruptAndJoin();
    Worker<Boolean> kept =
        waiter(() -> {
          condition.awaitUninterruptibly();
          return Thread.interrupted();
        });
    kept.awaitParked().interrupt();
    Await.until(() -> !kept.thread().isInterrupted(), "put aside", kept.thread());
    condition.signal();
    assertThat(kept.result()).isTrue();
  }

  @Test
  void argumentsAreChecked() {
    mutex.lock();
    assertThatThrownBy(() -> condition.await(1, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("unit must not be null");
    assertThatThrownBy(() -> condition.awaitUntil(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("deadline must not be null");
    mutex.unlock();
  }

  /**
   * Two conditions of one lock, signals for one waiter at a time, and waits with limits: fails when
   * a signal is lost, by not coming to its end.
   */
  @ParameterizedTest
  @EnumSource
  void boundedBufferLosesNothing(ThreadKind kind) {
    int each = 5_000;
    int pairs = 3;
    Buffer buffer = new Buffer(new Mutex());
    AtomicLong sum = new AtomicLong();
    for (int i = 0; i < pairs; i++) {
      workers.start(
          kind,
          "producer " + i,
          () -> {
            for (int n = 1; n <= each; n++) {
              buffer.put(n);
            }
          });
      workers.start(
          kind,
          "consumer " + i,
          () -> {
            for (int n = 0; n < each; n++) {
              sum.addAndGet(buffer.take());
            }
          });
    }
    workers.joinAll();
    assertThat(sum).hasValue((long) pairs * each * (each + 1) / 2);
  }

  private static final class Buffer {
    private final Lock lock;
    private final Condition notFull;
    private final Condition notEmpty;
    private final ArrayDeque<Integer> elements = new ArrayDeque<>(); // guarded by lock

    Buffer(Lock lock) {
      this.lock = lock;
      this.notFull = lock.newCondition();
      this.notEmpty = lock.newCondition();
    }

    void put(int element) throws InterruptedException {
      lock.lock();
      try {
        while (elements.size() == 2) {
          notFull.await();
        }
        elements.add(element);
        notEmpty.signal();
      } finally {
        lock.unlock();
      }
    }

    int take() throws InterruptedException {
      lock.lock();
      try {
        for (int i = 0; elements.isEmpty(); i++) {
          if (i % 2 == 0) {
            notEmpty.awaitNanos(50_000);
          } else {
            notEmpty.await();
          }
        }
        int taken = elements.remove();
        notFull.signal();
        return taken;
      } finally {
        lock.unlock();
      }
    }
  }
}
