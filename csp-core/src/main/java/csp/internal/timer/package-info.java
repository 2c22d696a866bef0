// SPDX-License-Identifier: Apache-2.0

/**
 * How deadlines come due: {@link csp.internal.timer.TimerQueue} takes them and hands them to the
 * library's one timer thread; {@link csp.internal.timer.TimerWheel} is what it keeps them in;
 * {@link csp.internal.timer.TimerNode} is one of them; {@link csp.internal.timer.TimerThread} waits
 * for the next; {@link csp.internal.timer.WakeUpCall} ends the park of a virtual thread that waits
 * with a limit; {@link csp.internal.timer.Clock} is the time they go by.
 *
 * <p>Lock order: a channel's lock, then the queue's. Nothing is fired under the queue's lock.
 */
package csp.internal.timer;
