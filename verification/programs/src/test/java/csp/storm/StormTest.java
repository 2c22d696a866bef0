// SPDX-License-Identifier: Apache-2.0
package csp.storm;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All primitives at once and each sort alone, on virtual and platform threads, while contexts end,
 * threads are interrupted and channels close. In every round each element is received exactly once,
 * locks exclude, permits and counts balance, all threads end, and nobody is left in a queue.
 *
 * <p>The build makes a million and a half calls. For long, and again from a seed that was printed:
 *
 * <pre>
 * mvn -B -pl verification/programs -am test -Dtest=StormTest \
 *     -Dsurefire.failIfNoSpecifiedTests=false -Dsurefire.timeout=0 \
 *     -Dcsp.storm.operations=100000000 -Dcsp.storm.seed=42
 * </pre>
 *
 * <p>The seed decides what every thread does, not when.
 */
/*
 * Faults that make the town fail within a million and a half calls, each tried: a claim that is lost but
 * counts as won, which hangs; a collected element of a waiter that had gone, which is received twice; a
 * batch that counts an element too many when it is interrupted; a close that forgets the senders, which
 * hangs; a waiter that stays queued after it gave up; a mutex that looks at STARVING alone; a writer
 * that comes in beside readers; a permit that is handed over and not counted; a once that lets others pass
 * while it runs; a wait group that is happy with 1; a store into an expunged cell of a SyncMap; an item of
 * a pool that stays in its slot.
 *
 * Not seen here, but by the scenarios and random programs (csp.scenario, csp.det.lin): a signal that goes to a waiter which has given up,
 * since later signals and time-outs wake who sleeps; a compare-and-swap of an AtomicValue in two steps.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class StormTest {
  private static final long ALONE = 100_000; // calls

  @Test
  void townWithstandsEveryWeather() {
    long calls = Long.getLong("csp.storm.operations", 1_000_000);
    System.out.println(Storm.run("town", Storm.seed(), calls, Town::districts));
  }

  @ParameterizedTest
  @MethodSource("districts")
  void districtWithstandsEveryWeatherAlone(Function<Town, District> district) {
    Storm.run("alone", Storm.seed(), ALONE, town -> List.of(district.apply(town)));
  }

  static Stream<Named<Function<Town, District>>> districts() {
    return Stream.of(
        Named.of("market", town -> new Market()),
        Named.of("warehouse", town -> new Warehouse()),
        Named.of("locks", town -> new Locks()),
        Named.of("workshop", town -> new Workshop()),
        Named.of("archive", town -> new Archive(town.ground())),
        Named.of("town hall", town -> new TownHall(town.ground())));
  }

  /** What {@code java csp.storm.StormTest CALLS} does: the town alone, without JUnit. */
  public static void main(String[] arguments) {
    long calls = Long.parseLong(arguments[0]);
    System.out.println(Storm.run("town", Storm.seed(), calls, Town::districts));
  }
}
