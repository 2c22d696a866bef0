// SPDX-License-Identifier: Apache-2.0
package csp.samples;

import static csp.Go.go;

import csp.sync.Mutex;
import csp.sync.RWMutex;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How do I see many things at one moment, while they change? Each account has a mutex, so that
 * transfers between different accounts do not wait for each other; of the two that a transfer needs
 * it takes that of the lower number first. The auditor needs them all, and does not take them one
 * by one: there is a reader/writer lock around the whole bank, whose many <em>readers</em> are the
 * transfers and whose <em>writer</em> is the auditor. The names say who shares, not who changes
 * something.
 */
@Command(name = "bank", description = "How do I see many things at one moment, while they change?")
final class Bank implements Callable<Integer> {
  private static final long DEPOSIT = 1000;

  private final PrintWriter out;

  @Option(
      names = "--accounts",
      paramLabel = "N",
      converter = AtLeast.Two.class,
      description = "How many accounts there are; ${DEFAULT-VALUE} if not said.")
  private int accounts = 10;

  @Option(
      names = "--clerks",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description = "How many goroutines make transfers; ${DEFAULT-VALUE} if not said.")
  private int clerks = 4;

  @Option(
      names = "--transfers",
      paramLabel = "N",
      converter = AtLeastOne.class,
      description = "How many each of them makes; ${DEFAULT-VALUE} if not said.")
  private int transfers = 100_000;

  Bank(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Integer call() throws InterruptedException {
    Ledger ledger = new Ledger(accounts, DEPOSIT);
    List<Clerk> staff = new ArrayList<>();
    List<Thread> atWork = new ArrayList<>();
    for (int i = 1; i <= clerks; i++) {
      Clerk clerk = new Clerk(ledger, i);
      staff.add(clerk);
      atWork.add(go("clerk " + i, () -> clerk.work(transfers)));
    }
    long audits = 0;
    long wrong = 0;
    boolean open;
    do {
      open = atWork.stream().anyMatch(Thread::isAlive);
      audits++;
      long total = ledger.total();
      if (total != accounts * DEPOSIT) {
        wrong++;
        out.printf("audit %,d found %,d%n", audits, total);
      }
    } while (open); // so one audit is after the last transfer
    for (Thread clerk : atWork) {
      clerk.join();
    }
    long made = staff.stream().mapToLong(Clerk::made).sum();
    out.printf("transfers: %,d made, %,d refused%n", made, (long) clerks * transfers - made);
    out.printf(
        "audits: %,d, of which %,d found another total than %,d%n",
        audits, wrong, accounts * DEPOSIT);
    return wrong == 0 ? 0 : 1;
  }

  /** Makes transfers at random. For one thread, until that has ended. */
  private static final class Clerk {
    private final Ledger ledger;
    private final SplittableRandom random;
    private long made;

    Clerk(Ledger ledger, int number) {
      this.ledger = ledger;
      random = new SplittableRandom(number);
    }

    void work(int transfers) {
      for (int i = 0; i < transfers; i++) {
        int from = random.nextInt(ledger.size());
        int to = (from + random.nextInt(1, ledger.size())) % ledger.size(); // another one
        if (ledger.transfer(from, to, random.nextLong(1, DEPOSIT))) {
          made++;
        }
      }
    }

    long made() {
      return made;
    }
  }

  /** Some accounts, none of which is ever overdrawn. */
  static final class Ledger {
    private final RWMutex bank = new RWMutex();
    private final List<Account> accounts;

    /** With {@code size} accounts that have {@code deposit} each. */
    Ledger(int size, long deposit) {
      accounts = Stream.generate(() -> new Account(deposit)).limit(size).toList();
    }

    int size() {
      return accounts.size();
    }

    /** Whether there was enough; if not, nothing was done. The accounts must be two. */
    boolean transfer(int from, int to, long amount) {
      Account lower = accounts.get(Math.min(from, to));
      Account higher = accounts.get(Math.max(from, to));
      try (var _ = bank.readLock().hold();
          var _ = lower.lock.hold();
          var _ = higher.lock.hold()) {
        Account source = accounts.get(from);
        if (source.balance < amount) {
          return false;
        }
        source.balance -= amount;
        accounts.get(to).balance += amount;
        return true;
      }
    }

    /** What all accounts have together, with no transfer half done. */
    long total() {
      return balances().stream().mapToLong(Long::longValue).sum();
    }

    /** What each account has, with no transfer half done. */
    List<Long> balances() {
      try (var _ = bank.writeLock().hold()) {
        return accounts.stream().map(account -> account.balance).toList();
      }
    }
  }

  private static final class Account {
    private final Mutex lock = new Mutex();
    private long balance; // read and written with the lock, or with that of the whole bank

    Account(long deposit) {
      balance = deposit;
    }
  }
}
