// SPDX-License-Identifier: Apache-2.0
package csp.pipeline;

import static csp.pipeline.Given.boom;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Gatherer;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/** All operators, each as an example. */
final class Operators {
  static final Duration HOUR = Duration.ofHours(1);

  /**
   * An operator over the numbers from 1 on.
   *
   * @param name what it is called in failures
   * @param hasty whether its time must pass by itself
   * @param on the operator
   * @param of what comes out for a list
   * @param taken how many elements it has taken when the first result is there and nobody takes it;
   *     0 if it takes all there are
   */
  record Operator(
      String name,
      boolean hasty,
      Function<Pipeline<Integer>, Pipeline<?>> on,
      Function<List<Integer>, List<?>> of,
      int taken) {
    @Override
    public String toString() {
      return name;
    }

    HandHost host() {
      return hasty ? HandHost.hasty() : HandHost.still();
    }
  }

  /**
   * An operator with a function that fails at 3, or returns null.
   *
   * @param name what it is called in failures
   * @param failing with the function that fails
   * @param nulling with the function that returns null; null if there is none
   */
  record WithFunction(
      String name,
      Function<Pipeline<Integer>, Pipeline<?>> failing,
      Function<Pipeline<Integer>, Pipeline<?>> nulling) {
    @Override
    public String toString() {
      return name;
    }
  }

  private Operators() {}

  private static Operator same(
      String name, int taken, Function<Pipeline<Integer>, Pipeline<?>> on) {
    return new Operator(name, false, on, list -> list, taken);
  }

  static Stream<Operator> all() {
    return Stream.of(
        new Operator("map", false, p -> p.map(v -> -v), Operators::negative, 1),
        new Operator("filter", false, p -> p.filter(v -> v % 2 == 1), Operators::odd, 1),
        same("tap", 1, p -> p.tap(v -> {})),
        new Operator("scan", false, p -> p.scan(0, Integer::sum), Operators::sums, 1),
        new Operator(
            "distinct",
            false,
            p -> p.map(v -> (v + 1) / 2).distinct(),
            list -> list.subList(0, (list.size() + 1) / 2),
            1),
        new Operator("retry", true, p -> p.retry(2, HOUR, v -> -v), Operators::negative, 1),
        new Operator(
            "take", false, p -> p.take(3), list -> list.subList(0, Math.min(3, list.size())), 1),
        new Operator(
            "drop",
            false,
            p -> p.drop(2),
            list -> list.subList(Math.min(2, list.size()), list.size()),
            3),
        new Operator("batch", false, p -> p.batch(2), list -> windows(list, 2, 2, true), 2),
        new Operator(
            "timed batch", false, p -> p.batch(2, HOUR), list -> windows(list, 2, 2, true), 3),
        new Operator("window", false, p -> p.window(3, 1), list -> windows(list, 3, 1, false), 3),
        new Operator(
            "wide window", false, p -> p.window(1, 3), list -> windows(list, 1, 3, false), 1),
        new Operator(
            "gather",
            false,
            p -> p.gather(Gatherers.windowFixed(2)),
            list -> windows(list, 2, 2, true),
            2),
        new Operator("throttle", true, p -> p.throttle(HOUR), list -> list, 1),
        new Operator("debounce", false, p -> p.debounce(HOUR), Operators::last, 0),
        same("timeout", 2, p -> p.timeout(HOUR)),
        same("buffer", 5, p -> p.buffer(3)),
        new Operator("parallel", false, p -> p.parallel(3, v -> -v), Operators::negative, 4),
        new Operator(
            "parallelUnordered",
            false,
            p -> p.parallelUnordered(3, v -> -v),
            Operators::negative,
            4),
        new Operator(
            "flatMap",
            false,
            p -> p.flatMap(v -> Pipeline.from(List.of(v, v))),
            list -> list.stream().flatMap(v -> Stream.of(v, v)).toList(),
            1),
        same("merge", 2, p -> p.merge(Pipeline.from(List.of()))),
        new Operator(
            "zip",
            false,
            p -> p.zip(Pipeline.from(() -> Stream.iterate(0, i -> i).iterator()), (a, b) -> -a),
            Operators::negative,
            1));
  }

  static Stream<WithFunction> withFunction() {
    return Stream.of(
        new WithFunction("map", p -> p.map(v -> boom(v, v)), p -> p.map(v -> null)),
        new WithFunction("filter", p -> p.filter(v -> boom(v, true)), null),
        new WithFunction("tap", p -> p.tap(v -> boom(v, v)), null),
        new WithFunction(
            "scan", p -> p.scan(0, (a, v) -> boom(v, a)), p -> p.scan(0, (a, v) -> null)),
        new WithFunction(
            "gather",
            p -> p.gather(pushing(v -> boom(v, v))),
            p -> p.gather(Operators.<Integer>pushing(v -> null))),
        new WithFunction(
            "retry",
            p -> p.retry(3, Duration.ZERO, v -> boom(v, v)),
            p -> p.retry(1, Duration.ZERO, v -> null)),
        new WithFunction(
            "parallel", p -> p.parallel(3, v -> boom(v, v)), p -> p.parallel(3, v -> null)),
        new WithFunction(
            "parallelUnordered",
            p -> p.parallelUnordered(3, v -> boom(v, v)),
            p -> p.parallelUnordered(3, v -> null)),
        new WithFunction(
            "flatMap",
            p -> p.flatMap(v -> boom(v, Pipeline.from(List.of(v)))),
            p -> p.flatMap(v -> null)),
        new WithFunction(
            "zip",
            p -> p.zip(Pipeline.from(Given.upTo(9)), (v, w) -> boom(v, w)),
            p -> p.zip(Pipeline.from(Given.upTo(9)), (v, w) -> null)));
  }

  private static <R> Gatherer<Integer, Void, R> pushing(ThrowingFunction<Integer, R> function) {
    return Gatherer.of((nothing, value, below) -> {
      try {
        return below.push(function.apply(value));
      } catch (Exception thrown) {
        throw Operators.<RuntimeException>sneaky(thrown);
      }
    });
  }

  @SuppressWarnings("unchecked") // E is erased: the exception passes as it is
  private static <E extends Exception> E sneaky(Exception thrown) throws E {
    throw (E) thrown;
  }

  private static List<Integer> negative(List<Integer> list) {
    return list.stream().map(v -> -v).toList();
  }

  private static List<Integer> odd(List<Integer> list) {
    return list.stream().filter(v -> v % 2 == 1).toList();
  }

  private static List<Integer> last(List<Integer> list) {
    return list.isEmpty() ? list : List.of(list.getLast());
  }

  private static List<Integer> sums(List<Integer> list) {
    return list.stream().map(v -> v * (v + 1) / 2).toList();
  }

  private static List<List<Integer>> windows(
      List<Integer> list, int size, int step, boolean partial) {
    List<List<Integer>> windows = new ArrayList<>();
    for (int from = 0; from < list.size(); from += step) {
      int to = Math.min(from + size, list.size());
      if (to - from == size || partial) {
        windows.add(list.subList(from, to));
      }
    }
    return windows;
  }
}
