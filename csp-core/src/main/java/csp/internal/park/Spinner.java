// SPDX-License-Identifier: Apache-2.0
package csp.internal.park;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Decides whether a waiter spins before it parks, and for how long, from what spinning has brought.
 */
final class Spinner {
  /*
   * Spinning pays when the peer runs on another processor at this moment: a hand-over then takes a
   * tenth of what parking and unparking take. It costs dearly when the peer is queued behind this very
   * thread. Nothing public tells the two apart, so each site keeps an account of spin rounds:
   *
   *   a wait that ends while spinning earns what an unpark costs of late, less the rounds it spun;
   *   a wait that spins in vain pays the rounds it spun;
   *   a site without credit does not spin.
   *
   * So no site loses more by spinning than it has gained, but for its first credit. That comes from a
   * probe: now and then a wait without credit spins all the same, long enough for an idle processor to
   * wake up and fetch the peer. Probes are rationed for the whole process, by time: two neighbours must
   * spin both or neither (in a ping-pong each waits on another channel), so a probe that may run lets a
   * few that follow run too; and the pause between probes doubles while they lead to nothing.
   *
   * All accounts are plain fields, written by racing threads: a lost update costs some spinning.
   */

  /**
   * The longest spin, in rounds of 20 to 50 ns: an idle carrier thread is awake after 5 to 50
   * microseconds.
   */
  private static final int MOST_ROUNDS = 2_500;

  /**
   * Some three milliseconds: enough to survive many times that the peer loses its processor, as it
   * does where carriers outnumber processors.
   */
  private static final int MOST_CREDIT = 64 * MOST_ROUNDS;

  private static final int FIRST_CREDIT = MOST_ROUNDS;
  private static final int WAITS_BETWEEN_PROBES = 16;
  private static final int FOLLOWING_PROBES = 4;
  private static final long SHORTEST_PAUSE_NANOS = 500_000;
  private static final long LONGEST_PAUSE_NANOS = 16_000_000;

  /** The credit of a site at which nobody ever spins. */
  static final int NEVER = Integer.MIN_VALUE;

  private static final AtomicLong NEXT_PROBE_NANOS = new AtomicLong(Platform.nanoTime());
  private static long pauseNanos = SHORTEST_PAUSE_NANOS; // racy
  private static int followingProbes; // racy

  private Spinner() {}

  /** Spins as long as it seems to pay. Returns true if the outcome of {@code waiter} is decided. */
  static boolean spin(Waiter waiter, WaitSite site) {
    int credit = site.spinCredit;
    if (credit == NEVER || !(site.spinsFreely || WakeCost.OF_PROCESS.isDear())) {
      return false;
    }
    if (credit <= 0) {
      return mayProbe(site, credit) && probe(waiter, site);
    }
    int most = Math.min(credit, MOST_ROUNDS);
    int rounds = roundsUntilDecided(waiter, most);
    if (rounds < 0) {
      site.spinCredit = credit - most;
      if (credit == most) {
        pauseNanos = Math.min(pauseNanos * 2, LONGEST_PAUSE_NANOS); // what a probe began has failed
      }
      return false;
    }
    int earned = Math.min(credit + WakeCost.OF_PROCESS.rounds() - rounds, MOST_CREDIT);
    if (earned != credit) {
      site.spinCredit = earned;
      if (earned == MOST_CREDIT) {
        pauseNanos = SHORTEST_PAUSE_NANOS; // what a probe began has paid
      }
    }
    return true;
  }

  /** Counts waits without credit down from 0, and asks for a probe when there were enough. */
  private static boolean mayProbe(WaitSite site, int credit) {
    int following = followingProbes;
    if (following > 0) {
      followingProbes = following - 1;
      return true;
    }
    if (credit > -WAITS_BETWEEN_PROBES) {
      site.spinCredit = credit - 1;
      return false;
    }
    site.spinCredit = 0;
    long now = Platform.nanoTime();
    long next = NEXT_PROBE_NANOS.get();
    if (now - next < 0 || !NEXT_PROBE_NANOS.compareAndSet(next, now + pauseNanos)) {
      return false;
    }
    followingProbes = FOLLOWING_PROBES;
    return true;
  }

  private static boolean probe(Waiter waiter, WaitSite site) {
    if (roundsUntilDecided(waiter, MOST_ROUNDS) < 0) {
      followingProbes = 0;
      pauseNanos = Math.min(pauseNanos * 2, LONGEST_PAUSE_NANOS);
      return false;
    }
    site.spinCredit = FIRST_CREDIT;
    return true;
  }

  /** Spins for {@code most} rounds; returns how many it took, or -1 if they were not enough. */
  private static int roundsUntilDecided(Waiter waiter, int most) {
    for (int rounds = 0; rounds < most; rounds++) {
      if (waiter.isDecided()) {
        // The claimer is about to unlock. Who locks at once takes the line of the lock away from
        // it.
        Platform.spinHint();
        return rounds;
      }
      Platform.spinHint();
    }
    return waiter.isDecided() ? most : -1;
  }
}
