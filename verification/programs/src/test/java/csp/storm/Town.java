// SPDX-License-Identifier: Apache-2.0
package csp.storm;

import csp.testkit.ThreadKind;
import csp.testkit.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * One round of a storm: citizens go from district to district at random, while residents keep
 * theirs going and the weather troubles all. When so many calls have been made as were asked for,
 * the districts close, all threads have to end by themselves, and the books have to balance.
 *
 * <p>The seed decides what every thread does, not when.
 */
final class Town {
  private static final int VISITORS = 8;
  private static final Duration BOUND = Duration.ofSeconds(60);

  private final Ground ground;
  private final SplittableRandom random;
  private final Weather weather;
  private final AtomicLong left; // calls, about
  private final List<Citizen> citizens = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  Town(Ground ground, Weather.Kind kind, long seed, long calls) {
    this.ground = ground;
    this.random = new SplittableRandom(seed);
    this.weather = new Weather(kind, ground.world, random.split());
    this.left = new AtomicLong(calls);
  }

  Ground ground() {
    return ground;
  }

  /** All there is. */
  List<District> districts() {
    return List.of(
        new Market(),
        new Warehouse(),
        new Locks(),
        new Workshop(),
        new Archive(ground),
        new TownHall(ground));
  }

  /** Makes a citizen that stays in one place; to be {@linkplain #start started} there. */
  Citizen resident() {
    Citizen citizen = new Citizen(citizens.size(), random.split(), weather);
    citizens.add(citizen);
    return citizen;
  }

  /** Starts a resident, on a thread of either kind. */
  void start(Workers workers, Citizen resident, District.Trade trade, BooleanSupplier done) {
    start(workers, "resident " + resident.number, () -> resident.stay(trade, done, left));
  }

  private void start(Workers workers, String name, Workers.Body body) {
    ThreadKind kind = random.nextInt(4) == 0 ? ThreadKind.PLATFORM : ThreadKind.VIRTUAL;
    threads.add(workers.start(kind, name, body).thread());
  }

  /**
   * Runs the round.
   *
   * @return the calls that were made
   */
  long run(List<District> districts) {
    List<List<District.Trade>> trades = new ArrayList<>();
    for (int i = 0; i < VISITORS; i++) {
      Citizen visitor = resident();
      trades.add(districts.stream().map(district -> district.trade(visitor)).toList());
    }
    try (Workers workers = new Workers(BOUND)) {
      try {
        for (int i = 0; i < VISITORS; i++) {
          Citizen visitor = citizens.get(i);
          List<District.Trade> own = trades.get(i);
          start(workers, "visitor " + i, () -> visitor.work(own, left));
        }
        districts.forEach(district -> district.settle(this, workers));
        var sky = workers.platform("weather", () -> weather.run(threads));
        workers.until(() -> left.get() <= 0, "the calls that are to be made");
        weather.clear(); // before the districts close: no interrupt heals what is lost then
        sky.result();
      } finally {
        left.set(0);
        weather.clear();
        districts.forEach(District::close);
      }
    }
    weather.check();
    districts.forEach(District::check);
    return citizens.stream().mapToLong(Citizen::calls).sum();
  }
}
