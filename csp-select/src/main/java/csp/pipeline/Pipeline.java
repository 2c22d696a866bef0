// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import csp.Cancellation;
import csp.Channel;
import csp.ReceiveChannel;
import csp.SendChannel;
import csp.internal.channel.Limits;
import csp.juc.Flows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.stream.Collector;
import java.util.stream.Gatherer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done with the elements of a channel, step by step: a description, of which nothing
 * runs before a terminal operation does.
 *
 * <pre>{@code
 * List<Digest> digests =
 *     Pipeline.from(paths)
 *         .filter(Files::isRegularFile)
 *         .parallel(8, this::digest)
 *         .collect(Collectors.toList());
 * }</pre>
 *
 * <p>The terminal operations {@link #forEach}, {@link #collect}, {@link #into}, {@link #partition}
 * and {@link #broadcast} are runs in the thread of the caller: they wait for the end, and return
 * only when no goroutine of the run is left, whatever ended it. {@link #open}, {@link #toFuture},
 * {@link #toStream} and {@link #toPublisher} return at once, with something whose end is the end of
 * a run. The package page tells how elements, failures and cancellation travel, and has a table of
 * the operators.
 *
 * <p>Immutable; any thread may use it. The functions of operators without a goroutine of their own
 * are called by one thread at a time, those of {@code parallel} by several.
 *
 * @param <T> the type of the elements; {@code null} is never an element
 */
public final class Pipeline<T> {
  private final Stage<T> stage;
  private final Host host;

  Pipeline(Stage<T> stage, Host host) {
    this.stage = stage;
    this.host = host;
  }

  /**
   * {@return a pipeline of what {@code channel} delivers} It takes an element when one is asked
   * for, and leaves the rest in the channel, which others may receive from as well. A channel
   * closed with a failure is a failure of {@code from}.
   *
   * @param channel where the elements come from
   * @param <T> the type of the elements
   * @throws NullPointerException if {@code channel} is null
   */
  public static <T> Pipeline<T> from(ReceiveChannel<? extends T> channel) {
    return new Pipeline<>(Sources.channel(Calls.notNull(channel, "channel")), Host.PLATFORM);
  }

  /**
   * {@return a pipeline of {@code elements}, which each run iterates anew} It may be endless: an
   * element is asked for when it is needed.
   *
   * @param elements where the elements come from; none of them null
   * @param <T> the type of the elements
   * @throws NullPointerException if {@code elements} is null
   */
  public static <T> Pipeline<T> from(Iterable<? extends T> elements) {
    return new Pipeline<>(Sources.iterable(Calls.notNull(elements, "elements")), Host.PLATFORM);
  }

  /**
   * {@return a pipeline of what {@code stream} gives} It is iterated in the thread that asks for an
   * element, and only as far as one is asked for, parallel or not. The end of a run closes it,
   * early or not: its files are closed, too. A run that does not begin, because it was cancelled
   * before, or that nobody makes, does not.
   *
   * <p>A stream can be used once, and so can the pipeline: a second run fails. What {@link
   * Stream#close} throws is a failure of {@code from} at the end of the stream; after an early end
   * it goes to the handler of the thread.
   *
   * @param stream where the elements come from; none of them null
   * @param <T> the type of the elements
   * @throws NullPointerException if {@code stream} is null
   */
  public static <T> Pipeline<T> from(Stream<? extends T> stream) {
    return new Pipeline<>(Sources.stream(Calls.notNull(stream, "stream")), Host.PLATFORM);
  }

  /**
   * {@return a pipeline of what {@code publisher} publishes} Each run subscribes when an element is
   * first asked for, as {@link Flows#fromPublisher(Flow.Publisher, int, Cancellation)} does, and
   * cancels at an early end; what was published by then, and not asked for, is lost. It does not
   * wait until the publisher has heard of the cancel.
   *
   * @param publisher where the elements come from; what it fails with is a failure of {@code from}
   * @param capacity how many elements are requested ahead; at least 1
   * @param <T> the type of the elements
   * @throws IllegalArgumentException if {@code capacity} is less than 1
   * @throws NullPointerException if {@code publisher} is null
   */
  public static <T> Pipeline<T> fromPublisher(Flow.Publisher<? extends T> publisher, int capacity) {
    Calls.notNull(publisher, "publisher");
    Limits.atLeast("capacity", 1, capacity);
    return new Pipeline<>(Sources.publisher(publisher, capacity), Host.PLATFORM);
  }

  /**
   * {@return a pipeline of the result of {@code stage}, the same in each run; of nothing if that is
   * null} A run waits for the stage, and never cancels it. An exception of the stage is a failure
   * of {@code from}.
   *
   * @param stage where the element comes from: a {@link CompletableFuture}, for instance
   * @param <T> the type of the element
   * @throws NullPointerException if {@code stage} is null
   */
  public static <T> Pipeline<T> fromFuture(CompletionStage<? extends T> stage) {
    return new Pipeline<>(Sources.future(Calls.notNull(stage, "stage")), Host.PLATFORM);
  }

  /** This pipeline with its time and its goroutines from {@code another}. */
  Pipeline<T> on(Host another) {
    return new Pipeline<>(stage, another);
  }

  Stage<T> stage() {
    return stage;
  }

  private <R> Pipeline<R> then(Stage<R> next) {
    return new Pipeline<>(next, host);
  }

  private <R> R run(Ending<T, R> ending, @Nullable Cancellation cancellation)
      throws ExecutionException, InterruptedException {
    return Endings.run(stage, host, cancellation, ending);
  }

  /**
   * {@return what {@code function} makes of each element}
   *
   * <p>{@code map(v -> v * v)}: 1 2 3 become 1 4 9.
   *
   * @param function is called once for each element; never returns null
   * @param <R> the type of the results
   * @throws NullPointerException if {@code function} is null
   */
  public <R> Pipeline<R> map(ThrowingFunction<? super T, ? extends R> function) {
    return then(Elementwise.<T, R>map(stage, "map", Calls.notNull(function, "function")));
  }

  /**
   * {@return the elements that {@code predicate} is true for}
   *
   * <p>{@code filter(v -> v > 1)}: 1 2 3 become 2 3.
   *
   * @param predicate is asked once for each element
   * @throws NullPointerException if {@code predicate} is null
   */
  public Pipeline<T> filter(ThrowingPredicate<? super T> predicate) {
    return then(Elementwise.filter(stage, Calls.notNull(predicate, "predicate")));
  }

  /**
   * {@return the elements, each shown to {@code action} when it passes}
   *
   * @param action gets each element
   * @throws NullPointerException if {@code action} is null
   */
  public Pipeline<T> tap(ThrowingConsumer<? super T> action) {
    Calls.notNull(action, "action");
    return then(
        Elementwise.<T, T>map(
            stage,
            "tap",
            element -> {
              action.accept(element);
              return element;
            }));
  }

  /**
   * {@return for each element the state after it: {@code function} of the state before and the
   * element} Each run begins with {@code initial}, which itself does not come out.
   *
   * <p>{@code scan(0, Integer::sum)}: 1 2 3 become 1 3 6.
   *
   * @param initial the state before the first element
   * @param function makes the next state; never returns null
   * @param <A> the type of the state
   * @throws NullPointerException if an argument is null
   */
  public <A> Pipeline<A> scan(
      A initial, ThrowingBiFunction<? super A, ? super T, ? extends A> function) {
    Calls.notNull(initial, "initial");
    return then(Elementwise.scan(stage, initial, Calls.notNull(function, "function")));
  }

  /**
   * {@return the elements that equal none before} All that came out are remembered as long as the
   * run lasts. 1 2 1 3 become 1 2 3.
   */
  public Pipeline<T> distinct() {
    return then(Elementwise.distinct(stage));
  }

  /**
   * {@return what {@code function} makes of each element, where a call that throws is repeated}
   * Calls for one element follow each other with {@code pause} between them. The failure of the
   * last one counts; an {@link Error} or an interrupt is never followed by another call. For calls
   * of several elements at a time, catch and repeat in the function of {@code parallel}.
   *
   * <p>{@code retry(3, Duration.ofMillis(100), this::fetch)}
   *
   * @param attempts how many calls at most; at least 1
   * @param pause how long to wait after a failure; none if not positive
   * @param function is called for each element until it returns; never returns null
   * @param <R> the type of the results
   * @throws IllegalArgumentException if {@code attempts} is less than 1
   * @throws NullPointerException if an argument is null
   */
  public <R> Pipeline<R> retry(
      int attempts, Duration pause, ThrowingFunction<? super T, ? extends R> function) {
    Limits.atLeast("attempts", 1, attempts);
    long nanos = Limits.nanos(pause, "pause");
    Calls.notNull(function, "function");
    return then(Elementwise.<T, R>retry(stage, attempts, nanos, function));
  }

  /**
   * {@return the first {@code count} elements} No more than these are taken from above, which is
   * told to end as soon as the last of them is taken.
   *
   * @param count how many; must not be negative
   * @throws IllegalArgumentException if {@code count} is negative
   */
  public Pipeline<T> take(long count) {
    return then(Counting.take(stage, Calls.atLeast("count", 0, count)));
  }

  /**
   * {@return all but the first {@code count} elements}
   *
   * @param count how many; must not be negative
   * @throws IllegalArgumentException if {@code count} is negative
   */
  public Pipeline<T> drop(long count) {
    return then(Counting.drop(stage, Calls.atLeast("count", 0, count)));
  }

  /**
   * {@return lists of {@code count} elements each; the last may be shorter, also before a failure}
   *
   * <p>{@code batch(2)}: 1 2 3 become [1, 2] [3].
   *
   * @param count how many elements make a batch; at least 1
   * @throws IllegalArgumentException if {@code count} is less than 1
   */
  public Pipeline<List<T>> batch(int count) {
    return then(Counting.batch(stage, Limits.atLeast("count", 1, count)));
  }

  /**
   * {@return lists of at most {@code count} elements each: a batch is over when it is full, when
   * {@code time} has passed since its first element was taken, or at the end or a failure}
   *
   * @param count how many elements make a full batch; at least 1
   * @param time how long a batch waits for more; positive
   * @throws IllegalArgumentException if {@code count} is less than 1, or {@code time} not positive
   * @throws NullPointerException if {@code time} is null
   */
  public Pipeline<List<T>> batch(int count, Duration time) {
    Limits.atLeast("count", 1, count);
    return then(Timed.batch(stage, count, Calls.positive("time", time)));
  }

  /**
   * {@return lists of {@code size} elements each, the first of which are {@code step} elements
   * apart} So they overlap if {@code step} is less than {@code size}. There is no window with fewer
   * elements: what is left at the end does not come out.
   *
   * <p>{@code window(3, 1)}: 1 2 3 4 become [1, 2, 3] [2, 3, 4].
   *
   * @param size how many elements are in a window; at least 1
   * @param step how many elements further the next window begins; at least 1
   * @throws IllegalArgumentException if an argument is less than 1
   */
  public Pipeline<List<T>> window(int size, int step) {
    Limits.atLeast("size", 1, size);
    return then(Counting.window(stage, size, Limits.atLeast("step", 1, step)));
  }

  /**
   * {@return what {@code gatherer} makes of the elements} Any gatherer of the JDK is an operator,
   * in the thread that asks: {@code gather(Gatherers.fold(() -> 0, Integer::sum))}. What one call
   * of it pushes is kept until it is asked for. Its finisher is called as a stream does it: when
   * the gatherer or what is above has no more, and, with a {@link Gatherer.Downstream} that
   * rejects, when who is below has enough; here also when what is above fails, so that threads of
   * the gatherer end. What the finisher throws then goes to the handler of the thread. A combiner
   * is not called.
   *
   * @param gatherer what gathers; it must not push null
   * @param <R> the type of the results
   * @throws NullPointerException if {@code gatherer} is null
   */
  public <R> Pipeline<R> gather(Gatherer<? super T, ?, R> gatherer) {
    return gathered(Calls.notNull(gatherer, "gatherer"));
  }

  private <A, R> Pipeline<R> gathered(Gatherer<? super T, A, R> gatherer) {
    return then(scope -> new Gathering<T, A, R>(stage.open(scope), gatherer));
  }

  /**
   * {@return the elements, with at least {@code period} from one to the next} None is lost, and
   * none is taken before its time.
   *
   * @param period the least time between two elements; positive
   * @throws IllegalArgumentException if {@code period} is not positive
   * @throws NullPointerException if {@code period} is null
   */
  public Pipeline<T> throttle(Duration period) {
    return then(Timed.throttle(stage, Calls.positive("period", period)));
  }

  /**
   * {@return the elements that are followed by no other within {@code quiet}, and the last one} The
   * others are dropped. Elements are looked at while one is asked for: below a slow consumer, put
   * {@link #conflate} after this.
   *
   * <p>{@code debounce(Duration.ofMillis(200))} after the keys of a keyboard gives what was typed
   * when the typist pauses.
   *
   * @param quiet for how long nothing may follow; positive
   * @throws IllegalArgumentException if {@code quiet} is not positive
   * @throws NullPointerException if {@code quiet} is null
   */
  public Pipeline<T> debounce(Duration quiet) {
    return then(Timed.debounce(stage, Calls.positive("quiet", quiet)));
  }

  /**
   * {@return the elements, as long as none takes longer than {@code limit}} The time begins when an
   * element is asked for. When it has passed, the pipeline fails with a {@link
   * java.util.concurrent.TimeoutException}.
   *
   * @param limit how long to wait for an element at most; positive
   * @throws IllegalArgumentException if {@code limit} is not positive
   * @throws NullPointerException if {@code limit} is null
   */
  public Pipeline<T> timeout(Duration limit) {
    return then(Timed.timeout(stage, limit, Calls.positive("limit", limit)));
  }

  /**
   * {@return the elements, with what is above at work in a goroutine of its own} It is ahead by
   * {@code capacity} elements, and one that waits for room.
   *
   * @param capacity how many elements are kept; must not be negative
   * @throws IllegalArgumentException if {@code capacity} is negative
   */
  public Pipeline<T> buffer(int capacity) {
    Limits.atLeast("capacity", 0, capacity);
    return then(scope ->
        Link.open(
            "buffer", List.of(stage), scope, Channel.named("pipeline buffer").buffered(capacity)));
  }

  /**
   * {@return the latest element whenever one is asked for, each at most once} What is above is at
   * work in a goroutine of its own and never waits for who is below: a newer element replaces one
   * that nobody has asked for.
   */
  public Pipeline<T> conflate() {
    return then(scope ->
        Link.open(
            "conflate", List.of(stage), scope, Channel.named("pipeline conflate").conflated()));
  }

  /**
   * {@return what {@code function} makes of each element, in the order of the elements, with up to
   * {@code workers} calls at a time} A slow call holds back the results of those behind it. A
   * failure comes after the results of the elements before it.
   *
   * @param workers how many goroutines; at least 1
   * @param function is called once for each element, by several threads; never returns null
   * @param <R> the type of the results
   * @throws IllegalArgumentException if {@code workers} is less than 1
   * @throws NullPointerException if {@code function} is null
   */
  public <R> Pipeline<R> parallel(int workers, ThrowingFunction<? super T, ? extends R> function) {
    Limits.atLeast("workers", 1, workers);
    return then(Parallel.<T, R>ordered(stage, workers, Calls.notNull(function, "function")));
  }

  /**
   * {@return what {@code function} makes of each element, each result as soon as it is there, with
   * up to {@code workers} calls at a time} A failure interrupts the other calls, and comes when
   * they have ended.
   *
   * @param workers how many goroutines; at least 1
   * @param function is called once for each element, by several threads; never returns null
   * @param <R> the type of the results
   * @throws IllegalArgumentException if {@code workers} is less than 1
   * @throws NullPointerException if {@code function} is null
   */
  public <R> Pipeline<R> parallelUnordered(
      int workers, ThrowingFunction<? super T, ? extends R> function) {
    Limits.atLeast("workers", 1, workers);
    return then(Parallel.<T, R>unordered(stage, workers, Calls.notNull(function, "function")));
  }

  /**
   * {@return the elements of all the pipelines that {@code function} makes of the elements, one
   * pipeline after the other}
   *
   * <p>{@code flatMap(dir -> Pipeline.from(list(dir)))}
   *
   * @param function makes a pipeline of each element; never returns null
   * @param <R> the type of the elements of these pipelines
   * @throws NullPointerException if {@code function} is null
   */
  public <R> Pipeline<R> flatMap(
      ThrowingFunction<? super T, ? extends Pipeline<? extends R>> function) {
    return then(Joining.<T, R>flatMap(stage, Calls.notNull(function, "function")));
  }

  /**
   * {@return the elements of this pipeline and of {@code others}, each as soon as it is there} Each
   * of the pipelines keeps its order. The end comes when all have ended. A failure of one ends the
   * others, and comes when they have ended.
   *
   * <p>{@code Pipeline.from(keys).merge(Pipeline.from(mouse), Pipeline.from(timer))}
   *
   * @param others the other pipelines
   * @throws NullPointerException if {@code others} is or contains null
   */
  @SafeVarargs
  public final Pipeline<T> merge(Pipeline<? extends T>... others) {
    List<Stage<T>> stages = new ArrayList<>();
    stages.add(stage);
    for (Pipeline<? extends T> other : Calls.notNull(others, "others")) {
      stages.add(widen(Calls.notNull(other, "other").stage));
    }
    List<Stage<T>> all = List.copyOf(stages);
    return then(
        scope -> Link.open("merge", all, scope, Channel.named("pipeline merge").unbuffered()));
  }

  @SuppressWarnings("unchecked") // a stage gives elements and takes none
  private static <T> Stage<T> widen(Stage<? extends T> stage) {
    return (Stage<T>) stage;
  }

  /**
   * {@return what {@code function} makes of the first elements of both, of the second ones, and so
   * on} It ends with the shorter of the two; where that is {@code other}, one element of this
   * pipeline has been taken in vain.
   *
   * <p>{@code Pipeline.from(names).zip(Pipeline.from(ages), Person::new)}
   *
   * @param other the other pipeline
   * @param function is called once for each pair; never returns null
   * @param <U> the type of the elements of {@code other}
   * @param <R> the type of the results
   * @throws NullPointerException if an argument is null
   */
  public <U, R> Pipeline<R> zip(
      Pipeline<U> other, ThrowingBiFunction<? super T, ? super U, ? extends R> function) {
    Stage<U> second = Calls.notNull(other, "other").stage;
    return then(Joining.<T, U, R>zip(stage, second, Calls.notNull(function, "function")));
  }

  /**
   * Runs the pipeline and passes every element to {@code action}, in this thread. Returns at the
   * end, when no goroutine of the run is left.
   *
   * @param action gets each element; what it throws is a failure, too
   * @throws ExecutionException if the pipeline or {@code action} failed, with the failure as its
   *     cause
   * @throws InterruptedException if the thread is interrupted on entry or while waiting
   * @throws NullPointerException if {@code action} is null
   */
  public void forEach(ThrowingConsumer<? super T> action)
      throws ExecutionException, InterruptedException {
    run(Endings.forEach(action), null);
  }

  /**
   * Runs the pipeline as {@link #forEach(ThrowingConsumer)} does, unless {@code cancellation} ends
   * first.
   *
   * @param action gets each element; what it throws is a failure, too
   * @param cancellation what may end the run; asked on entry, and whenever this thread waits
   * @throws ExecutionException if the pipeline or {@code action} failed
   * @throws InterruptedException if the thread is interrupted on entry or while waiting
   * @throws RuntimeException {@linkplain Cancellation#error the error} of {@code cancellation}
   * @throws NullPointerException if an argument is null
   */
  public void forEach(ThrowingConsumer<? super T> action, Cancellation cancellation)
      throws ExecutionException, InterruptedException {
    run(Endings.forEach(action), Calls.notNull(cancellation, "cancellation"));
  }

  /**
   * Runs the pipeline and collects its elements, in this thread. Returns at the end, when no
   * goroutine of the run is left.
   *
   * @param collector what collects; what it throws is a failure, too, and so is a result of null
   * @param <A> the type of the collector's state
   * @param <R> the type of the result
   * @return the result
   * @throws ExecutionException if the pipeline or {@code collector} failed, with the failure as its
   *     cause
   * @throws InterruptedException if the thread is interrupted on entry or while waiting
   * @throws NullPointerException if {@code collector} is null
   */
  public <A, R> R collect(Collector<? super T, A, R> collector)
      throws ExecutionException, InterruptedException {
    return run(Endings.collect(collector), null);
  }

  /**
   * Runs the pipeline as {@link #collect(Collector)} does, unless {@code cancellation} ends first.
   *
   * @param collector what collects
   * @param cancellation what may end the run; asked on entry, and whenever this thread waits
   * @param <A> the type of the collector's state
   * @param <R> the type of the result
   * @return the result
   * @throws ExecutionException if the pipeline or {@code collector} failed
   * @throws InterruptedException if the thread is interrupted on entry or while waiting
   * @throws RuntimeException {@linkplain Cancellation#error the error} of {@code cancellation}
   * @throws NullPointerException if an argument is null
   */
  public <A, R> R collect(Collector<? super T, A, R> collector, Cancellation cancellation)
      throws ExecutionException, InterruptedException {
    return run(Endings.collect(collector), Calls.notNull(cancellation, "cancellation"));
  }

  /**
   * Runs the pipeline and sends every element to {@code sink}, in this thread. Before it returns or
   * throws, {@code sink} is closed, with the failure if there was one, and no goroutine of the run
   * is left. A sink that is closed by somebody else is a failure, and its element is lost. So a
   * {@link csp.Broadcast} is fed at the pace of its slowest subscriber, and told of the end.
   *
   * @param sink where the elements go
   * @throws ExecutionException if the pipeline failed, with the failure as its cause, or the sink
   *     was closed
   * @throws InterruptedException if the thread is interrupted on entry or while waiting
   * @throws NullPointerException if {@code sink} is null
   */
  public void into(SendChannel<? super T> sink) throws ExecutionException, InterruptedException {
    run(Endings.into(sink), null);
  }

  /**
   * Runs the pipeline as {@link #into(SendChannel)} does, unless {@code cancellation} ends first.
   *
   * @param sink where the elements go
   * @param cancellation what may end the run; asked on entry, and whenever this thread waits
   * @throws ExecutionException if the pipeline failed, or the sink was closed
   * @throws InterruptedException if the thread is interrupted on entry or while waiting
   * @throws RuntimeException {@linkplain Cancellation#error the error} of {@code cancellation}
   * @throws NullPointerException if an argument is null
   */
  public void into(SendChannel<? super T> sink, Cancellation cancellation)
      throws ExecutionException, InterruptedException {
    run(Endings.into(sink), Calls.notNull(cancellation, "cancellation"));
  }

  /**
   * Runs the pipeline and sends every element to one of two channels, in this thread: {@code
   * partition(Order::isUrgent, urgent, others)}. When one of them has no room, both wait. Both are
   * closed before this returns or throws, as {@link #into(SendChannel)} does it.
   *
   * @param predicate is asked once for each element
   * @param matching where the elements go that it is true for
   * @param others where the others go
   * @throws ExecutionException if the pipeline failed, with the failure as its cause, or the sink
   *     of an element was closed
   * @throws InterruptedException if the thread is interrupted on entry or while waiting
   * @throws NullPointerException if an argument is null
   */
  public void partition(
      ThrowingPredicate<? super T> predicate,
      SendChannel<? super T> matching,
      SendChannel<? super T> others)
      throws ExecutionException, InterruptedException {
    run(Endings.partition(predicate, matching, others), null);
  }

  /**
   * Runs the pipeline as {@link #partition(ThrowingPredicate, SendChannel, SendChannel)} does,
   * unless {@code cancellation} ends first.
   *
   * @param predicate is asked once for each element
   * @param matching where the elements go that it is true for
   * @param others where the others go
   * @param cancellation what may end the run; asked on entry, and whenever this thread waits
   * @throws ExecutionException if the pipeline failed, or the sink of an element was closed
   * @throws InterruptedException if the thread is interrupted on entry or while waiting
   * @throws RuntimeException {@linkplain Cancellation#error the error} of {@code cancellation}
   * @throws NullPointerException if an argument is null
   */
  public void partition(
      ThrowingPredicate<? super T> predicate,
      SendChannel<? super T> matching,
      SendChannel<? super T> others,
      Cancellation cancellation)
      throws ExecutionException, InterruptedException {
    run(
        Endings.partition(predicate, matching, others),
        Calls.notNull(cancellation, "cancellation"));
  }

  /**
   * Runs the pipeline once for several consumers, each of which sees every element, in a goroutine
   * of its own, and waits for all of them. Returns when no goroutine of the run is left.
   *
   * <pre>{@code
   * Pipeline.from(lines)
   *     .map(Entry::parse)
   *     .broadcast(
   *         64,
   *         all -> all.filter(Entry::isError).into(errors),
   *         all -> perHour.set(all.collect(groupingBy(Entry::hour, counting()))));
   * }</pre>
   *
   * <p>A consumer gets a pipeline of the elements, to be run once; a second run fails. It is left
   * behind by what is above when that run ends, or else when the consumer returns: one that takes
   * its time and runs nothing holds up the others as soon as the buffer is full. When all have had
   * enough, what is above is ended, with what it was ahead.
   *
   * <p>A failure above is a failure of each consumer's pipeline, after the elements before it. A
   * consumer that throws ends the others: they are interrupted, and their pipelines end. If it was
   * the exception of a run of its own, the cause of that counts. To feed a {@link csp.Broadcast}
   * whose subscribers come and go by themselves, take {@link #into(SendChannel)}.
   *
   * @param capacity how many elements the fastest consumer is ahead of the slowest at most; at
   *     least 1, at most 2<sup>30</sup>
   * @param consumers what is to be done with the elements; at least one
   * @throws ExecutionException if the pipeline or a consumer failed, with the failure as its cause
   * @throws InterruptedException if the thread is interrupted on entry or while waiting
   * @throws IllegalArgumentException if {@code capacity} is out of bounds, or there is no consumer
   * @throws NullPointerException if an argument is or contains null
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // nobody writes to the list
  public final void broadcast(int capacity, ThrowingConsumer<? super Pipeline<T>>... consumers)
      throws ExecutionException, InterruptedException {
    Calls.notNull(consumers, "consumers");
    then(Sharing.among(stage, capacity, Arrays.asList(consumers))).forEach(nothing -> {});
  }

  /**
   * Runs the pipeline as {@link #broadcast(int, ThrowingConsumer...)} does, unless {@code
   * cancellation} ends first: then the consumers are interrupted and waited for.
   *
   * @param capacity how many elements the fastest consumer is ahead of the slowest at most; at
   *     least 1, at most 2<sup>30</sup>
   * @param cancellation what may end the run; asked on entry, and while this thread waits
   * @param consumers what is to be done with the elements; at least one
   * @throws ExecutionException if the pipeline or a consumer failed, with the failure as its cause
   * @throws InterruptedException if the thread is interrupted on entry or while waiting
   * @throws RuntimeException {@linkplain Cancellation#error the error} of {@code cancellation}
   * @throws IllegalArgumentException if {@code capacity} is out of bounds, or there is no consumer
   * @throws NullPointerException if an argument is or contains null
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // nobody writes to the list
  public final void broadcast(
      int capacity, Cancellation cancellation, ThrowingConsumer<? super Pipeline<T>>... consumers)
      throws ExecutionException, InterruptedException {
    Calls.notNull(cancellation, "cancellation");
    Calls.notNull(consumers, "consumers");
    then(Sharing.among(stage, capacity, Arrays.asList(consumers)))
        .forEach(nothing -> {}, cancellation);
  }

  /**
   * Starts a run that delivers to a channel. Never waits. Who receives from it to its end need not
   * close it; anybody else must, or the goroutines wait for ever.
   *
   * @param capacity how many elements the channel buffers; must not be negative
   * @return the run
   * @throws IllegalArgumentException if {@code capacity} is negative
   */
  public Outlet<T> open(int capacity) {
    return Outlet.open(stage, host, null, capacity);
  }

  /**
   * Starts a run as {@link #open(int)} does, which {@code cancellation} may end: its channel is
   * closed with {@linkplain Cancellation#error the error} then.
   *
   * @param capacity how many elements the channel buffers; must not be negative
   * @param cancellation what may end the run
   * @return the run
   * @throws IllegalArgumentException if {@code capacity} is negative
   * @throws NullPointerException if {@code cancellation} is null
   */
  public Outlet<T> open(int capacity, Cancellation cancellation) {
    return Outlet.open(stage, host, Calls.notNull(cancellation, "cancellation"), capacity);
  }

  /**
   * {@return a stream that is a run of the pipeline, in the thread of the stream's terminal
   * operation} Nothing runs before that, and an element is taken when the stream asks for one:
   * {@code findFirst} takes one. A stream that does not come to its end must be closed, or
   * goroutines of the run are left:
   *
   * <pre>{@code
   * try (Stream<Page> pages = Pipeline.from(urls).parallel(8, this::fetch).toStream()) {
   *   return pages.filter(this::isWhatIWant).findFirst();
   * }
   * }</pre>
   *
   * <p>Ordered and sequential; a stream made parallel still takes the elements one by one. The
   * terminal operation throws a {@link java.util.concurrent.CompletionException} whose cause is the
   * failure of the pipeline, and {@link csp.InterruptedReceiveException} if interrupted while it
   * waits, with the interrupt status set again; no goroutine is left then.
   *
   * <p>Any thread may close the stream. That ends the run: a terminal operation that waits throws a
   * {@link java.util.concurrent.CancellationException}. The close returns when no goroutine of the
   * run is left and no thread is in a function of it; a second one, meanwhile, returns at once, as
   * with any stream. A function of the pipeline that closes its own stream would wait for itself.
   */
  public Stream<T> toStream() {
    return Drawing.of(stage, host);
  }

  /**
   * {@return a publisher of the elements, each of whose subscriptions is a run of its own} The run
   * begins with the first request and ends with the subscription, in whichever way; it is not
   * waited for. It takes one element more than was requested. A failure of the pipeline comes to
   * {@code onError} as it was thrown. All else is as {@link Flows#toPublisher} says, by the rules
   * of Reactive Streams.
   */
  public Flow.Publisher<T> toPublisher() {
    return Published.publisher(stage, host);
  }

  /**
   * Starts a run in a goroutine that collects. Never waits. The future is completed when no
   * goroutine of the run is left, with the result, or with the failure as it was thrown.
   *
   * <p>Whoever completes the future before, by {@code cancel} or {@code orTimeout} for instance,
   * stops the run: its goroutines are interrupted, and end later. To cancel a future that was made
   * of this one does not.
   *
   * @param collector what collects; what it throws is a failure, too, and so is a result of null
   * @param <A> the type of the collector's state
   * @param <R> the type of the result
   * @return the result to be
   * @throws NullPointerException if {@code collector} is null
   */
  public <A, R> CompletableFuture<R> toFuture(Collector<? super T, A, R> collector) {
    return Endings.future(stage, host, null, collector);
  }

  /**
   * Starts a run as {@link #toFuture(Collector)} does, which {@code cancellation} may end: the
   * future fails with {@linkplain Cancellation#error the error} then.
   *
   * @param collector what collects
   * @param cancellation what may end the run
   * @param <A> the type of the collector's state
   * @param <R> the type of the result
   * @return the result to be
   * @throws NullPointerException if an argument is null
   */
  public <A, R> CompletableFuture<R> toFuture(
      Collector<? super T, A, R> collector, Cancellation cancellation) {
    return Endings.future(stage, host, Calls.notNull(cancellation, "cancellation"), collector);
  }
}
