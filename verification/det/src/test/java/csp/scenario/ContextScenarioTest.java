// SPDX-License-Identifier: Apache-2.0
package csp.scenario;

import static csp.Go.go;
import static csp.scenario.Scenarios.awaitInterrupt;
import static csp.scenario.Scenarios.exhaust;
import static csp.scenario.Scenarios.settled;
import static csp.scenario.Scenarios.twoPreemptions;
import static org.assertj.core.api.Assertions.assertThat;

import csp.Channel;
import csp.ReceiveChannel;
import csp.Timers;
import csp.context.AfterFunc;
import csp.context.CanceledException;
import csp.context.CancellableContext;
import csp.context.Context;
import csp.context.ContextException;
import csp.context.DeadlineExceededException;
import csp.context.Inside;
import csp.context.Interrupts;
import csp.context.Key;
import csp.det.Options;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * A context ends once, for one reason, and takes everything below with it.
 *
 * <p>Seen to fail: a child that joins without looking again at its parent, and a done channel that
 * is made after the end and never closed (deadlocks); a later cause that replaces the first; a
 * second cancel that returns before the first has been everywhere; a stop that does not exclude the
 * task (a data race); a detached context that ends with its parent; a goroutine that watches a
 * foreign context and does not hear of the end of the child (a leak); a count of those that have
 * left that loses one, a set of children that is made twice, a second canceller who does not
 * acquire what the first has done, a sweep that is not made, or only once, and one that takes out a
 * new child.
 */
class ContextScenarioTest {
  private static final Duration LIMIT = Duration.ofMillis(1);
  private static final Key<String> KEY = Key.named("key");

  /** cancel | cancel, each with a cause: one wins, and both see it at once. */
  @Test
  void oneCauseWins() {
    exhaust(
        twoPreemptions(),
        () -> {
          CancellableContext context = Context.withCancel(Context.background());
          Throwable[] causes = {new Exception("a"), new Exception("b")};
          Throwable[] seen = new Throwable[2];
          for (int i = 0; i < 2; i++) {
            int mine = i;
            go(() -> {
              context.cancel(causes[mine]);
              seen[mine] = context.cause();
            });
          }
          context.done().receive();
          Throwable third = context.cause();
          return () -> {
            assertThat(third).isIn((Object[]) causes);
            assertThat(seen).containsOnly(third);
          };
        });
  }

  /** cancel | a new child, and a child of that: none is missed, and all have the cause. */
  @Test
  void newChildIsNotMissed() {
    exhaust(
        twoPreemptions(),
        () -> {
          CancellableContext context = Context.withCancel(Context.background());
          Exception cause = new Exception("enough");
          go(() -> context.cancel(cause));
          CancellableContext child = Context.withCancel(context);
          CancellableContext grandchild = Context.withCancel(child);
          grandchild.done().receive(); // for ever, if it was missed
          return () -> {
            assertThat(child.cause()).isSameAs(cause);
            assertThat(grandchild.cause()).isSameAs(cause);
          };
        });
  }

  /** The first child | another first child: they come into one set. */
  @Test
  void twoFirstChildrenAreBothEnded() {
    exhaust(
        twoPreemptions(),
        () -> {
          CancellableContext context = Context.withCancel(Context.background());
          CancellableContext[] children = new CancellableContext[2];
          go(() -> children[0] = Context.withCancel(context));
          children[1] = Context.withCancel(context);
          return () -> {
            context.cancel();
            assertThat(children[0].error()).isNotNull();
            assertThat(children[1].error()).isNotNull();
          };
        });
  }

  /**
   * stop | stop, of the last two of many: whoever comes later takes out what all have left. One
   * preemption: the walk over the links has many places for two.
   */
  @Test
  void whatManyChildrenLeaveIsTakenOut() {
    exhaust(
        Scenarios.library(Options.exhaustive(1)),
        () -> {
          CancellableContext context = Context.withCancel(Context.background());
          List<AfterFunc> children = new ArrayList<>();
          for (int i = 0; i < 66; i++) { // then one that has left is one too many, and 65 are not
            children.add(Context.afterFunc(context, () -> {}));
          }
          children.subList(2, 66).forEach(AfterFunc::stop);
          go(children.get(0)::stop);
          children.get(1).stop();
          return () -> {
            assertThat(Inside.links(context)).isZero();
            for (int i = 0; i < 66; i++) {
              Context.afterFunc(context, () -> {}).stop();
            }
            assertThat(Inside.links(context)).as("again").isLessThanOrEqualTo(64);
          };
        });
  }

  /** stop, of the last of many | a new child: that is not taken out. One preemption, too. */
  @Test
  void newChildStaysWhenOthersAreTakenOut() {
    exhaust(
        Scenarios.library(Options.exhaustive(1)),
        () -> {
          CancellableContext context = Context.withCancel(Context.background());
          List<AfterFunc> children = new ArrayList<>();
          for (int i = 0; i < 66; i++) {
            children.add(Context.afterFunc(context, () -> {}));
          }
          children.subList(1, 66).forEach(AfterFunc::stop);
          CancellableContext[] child = new CancellableContext[1];
          go(() -> child[0] = Context.withCancel(context));
          children.get(0).stop();
          return () -> {
            assertThat(Inside.links(context)).isEqualTo(1);
            context.cancel();
            assertThat(child[0].error()).isNotNull();
          };
        });
  }

  /** cancel | cancel | a new child: who has cancelled finds the child ended, if it is there. */
  @Test
  void everythingBelowHasEndedWhenCancelReturns() {
    exhaust(
        twoPreemptions(),
        () -> {
          CancellableContext context = Context.withCancel(Context.background());
          AtomicReference<CancellableContext> child = new AtomicReference<>();
          AtomicInteger alive = new AtomicInteger();
          go(() -> child.set(Context.withCancel(context)));
          for (int i = 0; i < 2; i++) {
            go(() -> {
              context.cancel();
              CancellableContext below = child.get();
              if (below != null && below.error() == null) {
                alive.incrementAndGet();
              }
            });
          }
          return () -> {
            assertThat(alive).hasValue(0);
            assertThat(child.get().error()).isNotNull();
          };
        });
  }

  /** deadline | cancel, and time passes when it likes: one of them, for error and cause alike. */
  @Test
  void deadlineOrCancelEndsIt() {
    exhaust(
        twoPreemptions().timeMayPass(),
        () -> {
          Exception late = new Exception("late");
          Exception enough = new Exception("enough");
          CancellableContext context = Context.withTimeout(Context.background(), LIMIT, late);
          go(() -> context.cancel(enough));
          context.done().receive();
          ContextException error = context.error();
          Throwable cause = context.cause();
          return () -> {
            assertThat(cause).isIn(late, enough);
            assertThat(error)
                .isInstanceOf(
                    cause == late ? DeadlineExceededException.class : CanceledException.class);
            assertThat(context.cause()).isSameAs(cause);
          };
        });
  }

  /** A new child with a deadline | cancel of the parent: no timer ends it afterwards. */
  @Test
  void deadlineOfACancelledChildIsNotHeardOf() {
    exhaust(
        twoPreemptions().timeMayPass(),
        () -> {
          CancellableContext context = Context.withCancel(Context.background());
          go(context::cancel);
          CancellableContext child = Context.withTimeout(context, LIMIT);
          child.done().receive();
          Class<?> first = child.error().getClass();
          return () -> {
            assertThat(child.error()).isInstanceOf(first);
            assertThat(context.error()).isInstanceOf(CanceledException.class);
          };
        });
  }

  /** afterFunc's stop | stop | cancel: the task runs, or one of them has prevented it. */
  @Test
  void taskRunsUnlessItWasStopped() {
    exhaust(
        twoPreemptions(),
        () -> {
          CancellableContext context = Context.withCancel(Context.background());
          AtomicInteger happened = new AtomicInteger();
          AfterFunc registration = Context.afterFunc(context, happened::incrementAndGet);
          go(context::cancel);
          go(() -> {
            if (registration.stop()) {
              happened.incrementAndGet();
            }
          });
          boolean stopped = registration.stop();
          return () -> assertThat(happened.get() + (stopped ? 1 : 0)).isEqualTo(1);
        });
  }

  /** afterFunc | cancel: registered in time or not, the task runs once. */
  @Test
  void taskIsNotMissed() {
    exhaust(
        twoPreemptions(),
        () -> {
          CancellableContext context = Context.withCancel(Context.background());
          AtomicInteger ran = new AtomicInteger();
          go(context::cancel);
          AfterFunc registration = Context.afterFunc(context, ran::incrementAndGet);
          return () -> {
            assertThat(ran).hasValue(1);
            assertThat(registration.stop()).isFalse();
          };
        });
  }

  /**
   * cancel of the parent | cancel of the child | receive(child): one cause below, its own above.
   */
  @Test
  void childIsCancelledByItselfOrByItsParent() {
    exhaust(
        twoPreemptions(),
        () -> {
          CancellableContext context = Context.withCancel(Context.background());
          CancellableContext child = Context.withCancel(context);
          Exception above = new Exception("above");
          Exception own = new Exception("own");
          go(() -> context.cancel(above));
          go(() -> child.cancel(own));
          Throwable seen = null;
          try {
            Channel.nil().receive(child);
          } catch (CanceledException e) {
            seen = e.getCause();
          }
          Throwable cause = seen;
          return () -> {
            assertThat(cause).isIn(above, own).isSameAs(child.cause());
            assertThat(context.cause()).isSameAs(above);
          };
        });
  }

  /** The first done | cancel, and the error: who sees one sees the other. */
  @Test
  void doneIsClosedWhenThereIsAnError() {
    exhaust(
        twoPreemptions(),
        () -> {
          CancellableContext context = Context.withCancel(Context.background());
          go(context::cancel);
          boolean[] seen = new boolean[2];
          go(() -> {
            seen[0] = context.error() != null;
            seen[1] = context.done().isClosed();
          });
          ReceiveChannel<Void> done = context.done();
          done.receive(); // for ever, if it is not the one that is closed
          boolean ended = context.error() != null;
          return () -> {
            assertThat(ended).isTrue();
            assertThat(seen[1] || !seen[0]).isTrue();
            assertThat(context.done()).isSameAs(done);
            settled(done);
          };
        });
  }

  /** What was done before the cancel is seen by who sees the end: a race would be reported. */
  @Test
  void cancelPublishes() {
    exhaust(
        twoPreemptions(),
        () -> {
          CancellableContext context = Context.withCancel(Context.background());
          CancellableContext child = Context.withCancel(context);
          int[] box = new int[1];
          go(() -> {
            box[0] = 5;
            context.cancel();
          });
          int first = child.error() != null ? box[0] : 5;
          child.done().receive();
          int second = box[0];
          return () -> assertThat(first + second).isEqualTo(10);
        });
  }

  /**
   * cancel, of a context | cancel, of the one above: that one ends the children with the cause that
   * it finds, and passes on what the other did before.
   */
  @Test
  void causeThatAnotherHasGivenIsPublishedToo() {
    exhaust(
        twoPreemptions(),
        () -> {
          CancellableContext above = Context.withCancel(Context.background());
          CancellableContext context = Context.withCancel(above);
          CancellableContext child = Context.withCancel(context);
          Exception cause = new Exception("given");
          int[] box = new int[1];
          go(() -> {
            box[0] = 5;
            context.cancel(cause);
          });
          above.cancel();
          int seen = child.cause() == cause ? box[0] : 5;
          return () -> assertThat(seen).isEqualTo(5);
        });
  }

  /** cancel | receive in a detached context | send: it does not hear of it, and has the value. */
  @Test
  void detachedContextGoesOn() {
    exhaust(
        twoPreemptions(),
        () -> {
          CancellableContext context = Context.withCancel(Context.background());
          Context detached = Context.withoutCancel(Context.withValue(context, KEY, "value"));
          CancellableContext below = Context.withCancel(detached);
          Channel<Integer> channel = Channel.unbuffered();
          go(context::cancel);
          go(() -> channel.send(1));
          Integer received = channel.receive(below);
          String value = below.value(KEY);
          return () -> {
            assertThat(received).isEqualTo(1);
            assertThat(value).isEqualTo("value");
            assertThat(below.error()).isNull();
            settled(channel, below.done());
          };
        });
  }

  /** cancel | a child below two values: it ends, and has the nearest value, before and after. */
  @Test
  void endPassesThroughTheValues() {
    exhaust(
        twoPreemptions(),
        () -> {
          CancellableContext context = Context.withCancel(Context.background());
          Context outer = Context.withValue(context, KEY, "outer");
          go(context::cancel);
          Context inner = Context.withValue(Context.withCancel(outer), KEY, "inner");
          CancellableContext child = Context.withCancel(inner);
          String before = child.value(KEY);
          child.done().receive();
          String after = child.value(KEY);
          return () -> {
            assertThat(before).isEqualTo("inner").isEqualTo(after);
            assertThat(outer.value(KEY)).isEqualTo("outer");
            assertThat(inner.error()).isInstanceOf(CanceledException.class);
          };
        });
  }

  /** Interrupts.call | cancel | send: the element or the error, and no interrupt is left. */
  @Test
  void interruptOfAContextEndsWithItsCall() {
    exhaust(
        twoPreemptions(),
        () -> {
          CancellableContext context = Context.withCancel(Context.background());
          Channel<Integer> channel = Channel.unbuffered();
          boolean[] sent = new boolean[1];
          go(context::cancel);
          go(() -> sent[0] = channel.trySend(1, LIMIT));
          Integer received;
          try {
            received = Interrupts.call(context, channel::receive);
          } catch (CanceledException e) {
            received = null;
          }
          Timers.sleep(LIMIT); // would hear of an interrupt that comes late
          boolean flag = Thread.currentThread().isInterrupted();
          Integer element = received;
          return () -> {
            assertThat(element).isEqualTo(sent[0] ? 1 : null);
            assertThat(flag).isFalse();
            settled(channel);
          };
        });
  }

  /**
   * Interrupts.cancelling | interrupt | send: the context has ended if the body was interrupted.
   */
  @Test
  void interruptCancels() {
    exhaust(
        twoPreemptions(),
        () -> {
          CancellableContext context = Context.withCancel(Context.background());
          Channel<Integer> channel = Channel.buffered(1);
          boolean[] cancelled = new boolean[2];
          Thread calling =
              go(() -> {
                try {
                  Interrupts.cancelling(context, channel::receive);
                  cancelled[0] = Thread.currentThread().isInterrupted();
                  cancelled[1] = context.error() != null;
                  awaitInterrupt();
                } catch (InterruptedException e) {
                  cancelled[0] = true;
                  cancelled[1] = context.error() != null;
                }
              });
          go(calling::interrupt);
          channel.send(1);
          return () -> {
            assertThat(cancelled[0] || !cancelled[1]).isTrue();
            assertThat(context.error() != null).isEqualTo(cancelled[1]);
            settled(channel);
          };
        });
  }

  /** Child of a foreign context | end of that | cancel: the goroutine that watches ends. */
  @Test
  void nobodyWatchesAForeignContextInTheEnd() {
    exhaust(
        twoPreemptions(),
        () -> {
          Foreign foreign = new Foreign();
          CancellableContext child = Context.withCancel(foreign);
          go(foreign::end);
          child.cancel();
          return () -> {
            assertThat(child.error()).isInstanceOf(CanceledException.class);
            settled(child.done(), foreign.done());
          };
        });
  }

  /** Child of a foreign context that does not end | cancel: the goroutine that watches ends. */
  @Test
  void watchOfAForeignContextEndsWithItsChild() {
    exhaust(
        twoPreemptions(),
        () -> {
          Foreign foreign = new Foreign();
          CancellableContext child = Context.withCancel(foreign);
          go(() -> child.cancel());
          child.done().receive();
          return () -> settled(child.done(), foreign.done());
        });
  }

  /** A context that is none of the library's, and hides nothing but that. */
  private static final class Foreign implements Context {
    private final Channel<Void> done = Channel.unbuffered();
    private final AtomicReference<ContextException> error = new AtomicReference<>();

    void end() {
      error.set(new CanceledException());
      done.close();
    }

    @Override
    public Optional<Instant> deadline() {
      return Optional.empty();
    }

    @Override
    public ReceiveChannel<Void> done() {
      return done;
    }

    @Override
    public ContextException error() {
      return error.get();
    }

    @Override
    public <V> V value(Key<V> key) {
      return null;
    }
  }
}
