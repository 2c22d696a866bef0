// SPDX-License-Identifier: Apache-2.0
/**
 * Storms: everything at once, on real threads of both kinds, under the JVM's own scheduler.
 *
 * <ul>
 *   <li>{@link csp.storm.Town}: one round, a few dozen threads over all primitives;
 *   <li>{@link csp.storm.District}: what there is to do and the books of it, with {@link
 *       csp.storm.Market} (channels and selects), {@link csp.storm.Warehouse} (condition
 *       variables), {@link csp.storm.Locks}, {@link csp.storm.Workshop} (groups), {@link
 *       csp.storm.Archive} (maps, pools, values) and {@link csp.storm.TownHall} (contexts, timers,
 *       things that live shortly);
 *   <li>{@link csp.storm.Citizen}, a thread; {@link csp.storm.Weather}, what troubles it;
 *   <li>{@link csp.storm.Ground}: what lives on from round to round;
 *   <li>{@link csp.storm.Storm}: many rounds; {@link csp.storm.Soak}: for long, in a small heap.
 * </ul>
 */
package csp.storm;
