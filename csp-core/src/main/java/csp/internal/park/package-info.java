// SPDX-License-Identifier: Apache-2.0

/**
 * How everything in the library waits: one machinery for channels, select and the sync layer.
 *
 * <p>Whoever must wait takes the lock of what it waits on, tries, otherwise enqueues a
 * <em>sudog</em> (one waiter on one queue), releases the lock and <em>parks</em>. A peer that makes
 * progress possible takes the sudog off the queue, writes the result into it, <em>claims</em> its
 * waiter with one compare-and-set, and wakes the thread after the lock is released.
 *
 * <pre>
 *              peer, closer: claim(sudog)
 *   WAITING  ------------------------------>  FIRED by that sudog          (no unpark needed)
 *      |  \
 *      |   \  owner: about to park
 *      |    +------> PARKED  ---- peer, closer: claim(sudog) ---->  FIRED   (claimer unparks)
 *      |                |
 *      |                |  owner, on interrupt, deadline or cancellation: cancel()
 *      +----------------+------------------------------------------------->  CANCELLED
 * </pre>
 *
 * <p>A {@link csp.internal.park.StandingWaiter} goes back to WAITING for its next wait. A sudog
 * that was fired may be kept by its site, for whoever waits there next; all others are used once.
 *
 * <p>The rules. Code that upholds one names it; a test of the same name breaks when it does not.
 *
 * <ul>
 *   <li><b>P1</b> The outcome leaves <i>waiting</i> (WAITING or PARKED) at most once; whoever's
 *       compare-and-set succeeds owns what follows. Interruption, time-out and cancellation are
 *       claimants like any peer.
 *   <li><b>P2</b> Write, then claim: the element and the success flag are stored before the
 *       compare-and-set that publishes them.
 *   <li><b>P3</b> The claim is the last touch: read what you need from a sudog before firing it.
 *   <li><b>P4</b> A fired sudog is already off its queue; a cancelled waiter takes its own sudogs
 *       off before it returns.
 *   <li><b>P5</b> Unpark only after every lock is released; no lock is held while awaiting a peer
 *       or running user code.
 *   <li><b>P6</b> Awaiting ends only on a claim it can see; a wake-up without one is ignored.
 * </ul>
 *
 * <p>Not promised: that a thread is parked when its waiter is fired; that queue order is wake order
 * when waits are cancelled.
 *
 * <p>Happens-before edges, by the names that comments use:
 *
 * <ul>
 *   <li><b>HB-lock</b> unlock of a {@link csp.internal.park.WaitSite} (release) to its next lock
 *       (acquire).
 *   <li><b>HB-claim</b> what the claimer wrote, to claim (release), to the owner's read of the
 *       outcome (acquire), to what the owner does then.
 *   <li><b>HB-enqueue</b> what the owner wrote before it enqueued its sudog under the lock, to the
 *       peer that takes the sudog off under the same lock (an instance of HB-lock).
 * </ul>
 *
 * <p>The files: {@link csp.internal.park.Waiter} one blocked call and its outcome; {@link
 * csp.internal.park.StandingWaiter} one that stays queued from call to call; {@link
 * csp.internal.park.Sudog} one waiter on one queue; {@link csp.internal.park.WaitQueues} the
 * queues; {@link csp.internal.park.WaitSite} the lock of what is waited on, and who is to be woken
 * when it is released; {@link csp.internal.park.WakeList} several of those; {@link
 * csp.internal.park.Parker} the parking itself; {@link csp.internal.park.Spinner} whether to spin
 * first, by what {@link csp.internal.park.WakeCost} measures and {@link
 * csp.internal.park.SpinPolicy} allows; {@link csp.internal.park.WaitMode} what else may end a
 * wait; {@link csp.internal.park.ParkReason} why a thread waits; {@link csp.internal.park.Sema} and
 * {@link csp.internal.park.NotifyList} the two queues that the sync layer stands on; {@link
 * csp.internal.park.Platform} the only source of time, chance and idling.
 */
package csp.internal.park;
