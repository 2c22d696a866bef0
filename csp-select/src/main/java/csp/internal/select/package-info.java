// SPDX-License-Identifier: Apache-2.0

/**
 * How a select works. {@link csp.internal.select.Case} is what can be selected on: a lock, a step
 * that completes or would wait, and a queue to wait in. {@link csp.internal.select.OneShot} selects
 * once; {@link csp.internal.select.LockOrder} is why it does not deadlock; {@link
 * csp.internal.select.Rounds} selects again and again and stays queued in between, with an {@link
 * csp.internal.select.Entry} for each case and the {@link csp.internal.select.Candidates} among
 * them. Neither knows what a case is about: {@link csp.internal.select.ReceiveCase}, {@link
 * csp.internal.select.SendCase}, {@link csp.internal.select.DoneCase}, {@link
 * csp.internal.select.FutureCase} and {@link csp.internal.select.ThreadCase} do, and other modules
 * may add their own.
 */
package csp.internal.select;
