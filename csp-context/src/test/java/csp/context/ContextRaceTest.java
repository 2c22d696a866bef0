// SPDX-License-Identifier: Apache-2.0
package csp.context;

import static org.assertj.core.api.Assertions.assertThat;

import csp.ReceiveChannel;
import csp.testkit.Await;
import csp.testkit.ThreadKind;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules N1 to N5 under race. Each test goes on for a moment, or for {@code csp.stress.seconds}. */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class ContextRaceTest {
  private static final Duration QUICK = Duration.ofMillis(200);

  /** A round of a race, with a number of its own. */
  private interface Round {
    void run(SplittableRandom random) throws Exception;
  }

  private static void repeat(Round round) throws Exception {
    Long seconds = Long.getLong("csp.stress.seconds");
    long nanos = (seconds == null ? QUICK : Duration.ofSeconds(seconds)).toNanos();
    SplittableRandom random = new SplittableRandom(42);
    long start = System.nanoTime();
    do {
      round.run(random.split());
    } while (System.nanoTime() - start < nanos);
  }

  /**
   * <pre>
   * cancel(inner or outer) | cancel(outer or inner), when the other one has begun
   * </pre>
   *
   * The second cancel meets a walk that is under way, and must not return before all have ended.
   * ContextCancelTest has this without chance. Seen to fail, where processors are free: a walk that
   * passes over what has ended already; a node that leaves its parent before its children are
   * ended; children that are forgotten before they are visited.
   */
  @ParameterizedTest
  @EnumSource
  void whicheverCancelReturnsAllBelowHasEnded(ThreadKind kind) throws Exception {
    repeat(random -> {
      CancellableContext outer = Context.withCancel(Context.background());
      CancellableContext inner = Context.withCancel(outer);
      List<Context> leaves = new ArrayList<>();
      for (int i = 0; i < 20_000; i++) {
        leaves.add(Context.withCancel(i % 100 == 0 ? Context.withCancel(inner) : inner));
      }
      CancellableContext first = random.nextBoolean() ? inner : outer;
      CancellableContext second = random.nextBoolean() ? inner : outer;
      ReceiveChannel<Void> begun = first.done();
      int pause = random.nextInt(1_000);
      try (Workers workers = new Workers()) {
        workers.start(
            kind,
            "second",
            () -> {
              while (!begun.isClosed()) {
                Thread.onSpinWait();
              }
              for (int i = 0; i < pause; i++) {
                Thread.onSpinWait();
              }
              second.cancel();
              for (Context leaf : leaves) { // the first one is ended last
                assertThat(leaf.done().isClosed()).as("ended when cancel returned").isTrue();
              }
            });
        workers.start(kind, "first", () -> first.cancel());
      }
    });
  }

  /**
   * <pre>
   * derive, derive, ... | cancel
   * </pre>
   *
   * Seen to fail: a child that does not read its parent's end again after it has joined (N4).
   */
  @ParameterizedTest
  @EnumSource
  void noChildIsMissed(ThreadKind kind) throws Exception {
    repeat(random -> {
      CancellableContext parent = Context.withCancel(Context.background());
      AtomicBoolean cancelled = new AtomicBoolean();
      AtomicInteger started = new AtomicInteger();
      AtomicInteger ran = new AtomicInteger();
      try (Workers workers = new Workers()) {
        List<Worker<List<Context>>> derivers = new ArrayList<>();
        for (int t = 0; t < 2; t++) {
          derivers.add(
              workers.start(
                  kind,
                  "deriver " + t,
                  () -> {
                    List<Context> derived = new ArrayList<>();
                    while (!cancelled.get() && derived.size() < 20_000) {
                      Context child = Context.withCancel(parent);
                      derived.add(child);
                      derived.add(Context.withTimeout(child, Duration.ofHours(1)));
                      if (derived.size() % 16 == 0) {
                        Context.afterFunc(parent, ran::incrementAndGet);
                        started.incrementAndGet();
                      }
                    }
                    return derived;
                  }));
        }
        int busy = random.nextInt(40);
        Worker<Void> canceller =
            workers.start(
                kind,
                "canceller",
                () -> {
                  for (int i = 0; i < busy; i++) {
                    Context.withCancel(parent).cancel();
                  }
                  parent.cancel();
                });
        canceller.result();
        cancelled.set(true);
        for (Worker<List<Context>> deriver : derivers) {
          for (Context context : deriver.result()) {
            assertThat(context.done().isClosed()).as("child has ended").isTrue();
          }
        }
      }
      Await.until(() -> ran.get() == started.get(), "every task has run");
    });
  }

  /**
   * <pre>
   * done | done | cancel
   * </pre>
   *
   * The first call of {@code done} comes while the context ends. Seen to fail: a done channel that
   * replaces another one.
   */
  @ParameterizedTest
  @EnumSource
  void doneMadeDuringTheEndIsClosed(ThreadKind kind) throws Exception {
    repeat(random -> {
      AtomicReference<CancellableContext> shared = new AtomicReference<>();
      try (Workers workers = new Workers()) {
        Worker<Void> canceller =
            workers.start(
                kind,
                "canceller",
                () -> {
                  for (int i = 0; i < 2_000; i++) {
                    CancellableContext context = Context.withCancel(Context.background());
                    shared.set(context);
                    context.cancel();
                  }
                });
        for (int t = 0; t < 2; t++) {
          workers.start(
              kind,
              "observer " + t,
              () -> {
                List<ReceiveChannel<Void>> made = new ArrayList<>();
                while (!canceller.isDone()) {
                  Context context = shared.get();
                  if (context != null) {
                    ReceiveChannel<Void> done = context.done();
                    assertThat(context.done()).isSameAs(done);
                    if (made.isEmpty() || made.getLast() != done) {
                      made.add(done);
                    }
                  }
                }
                for (ReceiveChannel<Void> done : made) {
                  assertThat(done.isClosed()).isTrue();
                }
              });
        }
      }
    });
  }

  /**
   * <pre>
   * stop, count | cancel
   * </pre>
   *
   * A task runs exactly if no stop prevented it. Seen to fail: a stop that says true whoever was
   * first.
   */
  @ParameterizedTest
  @EnumSource
  void taskRunsOrIsStopped(ThreadKind kind) throws Exception {
    repeat(random -> {
      int tasks = 200;
      AtomicInteger ran = new AtomicInteger();
      AtomicInteger stopped = new AtomicInteger();
      CancellableContext context = Context.withCancel(Context.background());
      List<AfterFunc> registrations = new ArrayList<>();
      for (int i = 0; i < tasks; i++) {
        registrations.add(Context.afterFunc(context, ran::incrementAndGet));
      }
      try (Workers workers = new Workers()) {
        for (int t = 0; t < 2; t++) {
          workers.start(
              kind,
              "stopper " + t,
              () -> {
                for (AfterFunc registration : registrations) {
                  if (registration.stop()) {
                    stopped.incrementAndGet();
                  }
                }
              });
        }
        workers.start(kind, "canceller", () -> context.cancel());
      }
      Await.until(() -> ran.get() + stopped.get() == tasks, "each ran or was stopped");
      assertThat(ran.get() + stopped.get()).isEqualTo(tasks);
    });
  }

  /**
   * <pre>
   * time passes | cancel(parent) | cancel
   * </pre>
   *
   * Whatever is first, no timer stays behind and the end is one of the three, for ever.
   */
  @ParameterizedTest
  @EnumSource
  void deadlineAndCancelAgree(ThreadKind kind) throws Exception {
    repeat(random -> {
      CancellableContext parent = Context.withCancel(Context.background());
      Exception late = new Exception("late");
      Exception enough = new Exception("enough");
      List<CancellableContext> timed = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        Duration timeout = Duration.ofNanos(random.nextInt(1_000_000));
        timed.add(Context.withTimeout(parent, timeout, late));
      }
      try (Workers workers = new Workers()) {
        workers.start(kind, "canceller", () -> timed.forEach(CancellableContext::cancel));
        workers.start(kind, "parent's canceller", () -> parent.cancel(enough));
      }
      for (Context context : timed) {
        ContextException error = context.error();
        if (error instanceof DeadlineExceededException) {
          assertThat(error).hasCause(late);
        } else {
          assertThat(error.getCause()).isIn(enough, null);
        }
        assertThat(context.error()).hasSameClassAs(error);
        assertThat(context.error().getCause()).isSameAs(error.getCause());
      }
    });
  }
}
