// SPDX-License-Identifier: Apache-2.0
package csp.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import csp.testkit.Await;
import csp.testkit.Worker;
import csp.testkit.Workers;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The samples that show locks, and what can be had instead of them. */
class SyncSamplesTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @ParameterizedTest
  @CsvSource({"2, 1000", "3, 500", "5, 2000", "50, 20"})
  void everyPhilosopherTellsOfAllMeals(int philosophers, int meals) {
    assertThat(run("philosophers", "--philosophers=" + philosophers, "--meals=" + meals)).isZero();
    List<String> expected = new ArrayList<>();
    for (int i = 1; i <= philosophers; i++) {
      expected.add(String.format("philosopher %d: %,d meals", i, meals));
    }
    expected.add("0 times two neighbours ate at once");
    assertThat(out().lines()).containsExactlyElementsOf(expected);
  }

  /** With books of its own. Fails if a philosopher takes one fork only. */
  @ParameterizedTest
  @ValueSource(ints = {2, 5, 16})
  void noForkIsInTwoHands(int philosophers) throws InterruptedException {
    int meals = 4000 / philosophers;
    AtomicReferenceArray<Thread> heldBy = new AtomicReferenceArray<>(philosophers);
    AtomicIntegerArray eaten = new AtomicIntegerArray(philosophers);
    AtomicInteger wrong = new AtomicInteger();
    Philosophers.dine(
        philosophers,
        meals,
        who -> {
          int beside = (who + 1) % philosophers;
          Thread me = Thread.currentThread();
          if (heldBy.getAndSet(who, me) != null || heldBy.getAndSet(beside, me) != null) {
            wrong.incrementAndGet();
          }
          Thread.yield();
          eaten.incrementAndGet(who);
          if (heldBy.getAndSet(who, null) != me || heldBy.getAndSet(beside, null) != me) {
            wrong.incrementAndGet();
          }
        });
    assertThat(wrong).hasValue(0);
    assertThat(IntStream.range(0, philosophers).map(eaten::get)).containsOnly(meals);
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 1", "40, 0, 1", "40, 3, 1", "40, 1, 3", "40, 40, 2"})
  void everyCustomerIsServedOrTurnedAway(int customers, int chairs, int barbers) {
    int status =
        run(
            "barber",
            "--customers=" + customers,
            "--chairs=" + chairs,
            "--barbers=" + barbers,
            "--cut=1",
            "--every=0");
    assertThat(status).isZero();
    List<String> lines = out().lines().toList();
    assertThat(lines).hasSize(barbers + 1);
    long cuts = 0;
    for (int i = 1; i <= barbers; i++) {
      cuts += numbers(lines.get(i - 1), "barber " + i + ": ([0-9]+) haircuts").getFirst();
    }
    List<Long> fates = numbers(lines.getLast(), "customers: ([0-9]+) served, ([0-9]+) turned away");
    assertThat(fates.get(0)).isEqualTo(cuts);
    assertThat(fates.get(0) + fates.get(1)).isEqualTo(customers);
    if (chairs >= customers) {
      assertThat(cuts).isEqualTo(customers);
    }
  }

  /** Fails if the room has a chair too many, or too few. */
  @ParameterizedTest
  @CsvSource({"1, 0", "1, 1", "1, 3", "2, 0", "3, 5"})
  void whileTheBarbersAreBusyTheChairsFillAndNobodyElseGetsIn(int barbers, int chairs)
      throws Exception {
    CountDownLatch mayEnd = new CountDownLatch(1);
    AtomicInteger busy = new AtomicInteger();
    Barber.Shop shop =
        new Barber.Shop(
            barbers,
            chairs,
            () -> {
              busy.incrementAndGet();
              assertThat(mayEnd.await(20, TimeUnit.SECONDS)).isTrue();
            });
    try (Workers workers = new Workers()) {
      List<Worker<Boolean>> served = new ArrayList<>();
      try {
        for (int i = 1; i <= barbers; i++) {
          int count = i;
          // Without chairs, only who finds a barber asleep gets in; they may not be yet.
          served.add(workers.virtual("customer", () -> visitUntilServed(shop)));
          workers.until(() -> busy.get() == count, "a barber is busy");
        }
        for (int i = 1; i <= chairs; i++) {
          int count = i;
          served.add(workers.virtual("customer", shop::visit));
          workers.until(() -> shop.waiting() == count, "a chair is taken");
        }
        for (int i = 0; i < 3; i++) {
          Worker<Boolean> another = workers.virtual("another", shop::visit);
          workers.until(another::isDone, "another is turned away");
          assertThat(another.result()).isFalse();
        }
        assertThat(served).noneMatch(Worker::isDone);
      } finally {
        mayEnd.countDown();
      }
      for (Worker<Boolean> customer : served) {
        assertThat(customer.result()).isTrue();
      }
    }
    assertThat(shop.close().stream().mapToInt(Integer::intValue).sum()).isEqualTo(barbers + chairs);
  }

  /** A barber that is asleep when the shop closes is woken. */
  @Test
  void shopThatNobodyVisitsCloses() throws InterruptedException {
    assertThat(new Barber.Shop(3, 2, () -> {}).close()).containsExactly(0, 0, 0);
  }

  private static boolean visitUntilServed(Barber.Shop shop) throws InterruptedException {
    long deadline = System.nanoTime() + Await.BOUND.toNanos();
    while (!shop.visit()) {
      assertThat(System.nanoTime() - deadline).isNegative();
      Thread.yield();
    }
    return true;
  }

  @ParameterizedTest
  @CsvSource({"2, 1, 1", "2, 8, 5000", "10, 4, 10000", "100, 4, 5000"})
  void everyAuditFindsTheSameTotal(int accounts, int clerks, int transfers) {
    assertThat(
            run("bank", "--accounts=" + accounts, "--clerks=" + clerks, "--transfers=" + transfers))
        .isZero();
    List<String> lines = out().lines().toList();
    assertThat(lines).hasSize(2);
    List<Long> done = numbers(lines.getFirst(), "transfers: ([0-9,]+) made, ([0-9,]+) refused");
    assertThat(done.get(0) + done.get(1)).isEqualTo((long) clerks * transfers);
    String total = String.format("%,d", accounts * 1000);
    String audits = "audits: ([0-9,]+), of which 0 found another total than " + total;
    assertThat(numbers(lines.getLast(), audits).getFirst()).isPositive();
  }

  /**
   * With books of its own: what each clerk has moved adds up to what the accounts have. Fails if a
   * transfer takes only one of the two accounts' mutexes, and if the auditor takes the reading
   * side.
   */
  @Test
  void balancesAreWhatTheTransfersSayAndNoneIsEverNegative() {
    int accounts = 4;
    int clerks = 4;
    int transfers = 20_000;
    Bank.Ledger ledger = new Bank.Ledger(accounts, 500);
    List<Worker<long[]>> atWork = new ArrayList<>();
    try (Workers workers = new Workers()) {
      for (int i = 0; i < clerks; i++) {
        SplittableRandom random = new SplittableRandom(i);
        atWork.add(workers.virtual("clerk", () -> move(ledger, random, transfers)));
      }
      do {
        List<Long> balances = ledger.balances();
        assertThat(balances).noneMatch(balance -> balance < 0);
        assertThat(sum(balances)).isEqualTo(accounts * 500L);
      } while (!atWork.stream().allMatch(Worker::isDone));
    }
    List<Long> expected =
        IntStream.range(0, accounts)
            .mapToObj(i -> 500 + atWork.stream().mapToLong(clerk -> clerk.result()[i]).sum())
            .toList();
    assertThat(ledger.balances()).isEqualTo(expected);
    assertThat(ledger.total()).isEqualTo(accounts * 500L);
  }

  /** Returns how much more each account has because of this. */
  private static long[] move(Bank.Ledger ledger, SplittableRandom random, int transfers) {
    long[] moved = new long[ledger.size()];
    for (int i = 0; i < transfers; i++) {
      int from = random.nextInt(ledger.size());
      int to = (from + random.nextInt(1, ledger.size())) % ledger.size();
      long amount = random.nextLong(1, 100);
      if (ledger.transfer(from, to, amount)) {
        moved[from] -= amount;
        moved[to] += amount;
      }
    }
    return moved;
  }

  @Test
  void transferOfMoreThanThereIsIsRefusedAndChangesNothing() {
    Bank.Ledger ledger = new Bank.Ledger(2, 10);
    assertThat(ledger.transfer(1, 0, 11)).isFalse();
    assertThat(ledger.balances()).containsExactly(10L, 10L);
    assertThat(ledger.transfer(1, 0, 10)).isTrue();
    assertThat(ledger.transfer(0, 1, 5)).isTrue();
    assertThat(ledger.balances()).containsExactly(15L, 5L);
  }

  private static long sum(List<Long> numbers) {
    return numbers.stream().mapToLong(Long::longValue).sum();
  }

  /** The numbers in a line that is all {@code pattern}. */
  private static List<Long> numbers(String line, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(line);
    assertThat(matcher.matches()).as(line).isTrue();
    return IntStream.rangeClosed(1, matcher.groupCount())
        .mapToObj(i -> Long.valueOf(matcher.group(i).replace(",", "")))
        .toList();
  }

  private int run(String... arguments) {
    PrintStream text = new PrintStream(out, true);
    return Main.run(text, text, () -> 0, arguments);
  }

  private String out() {
    return out.toString(UTF_8);
  }
}
