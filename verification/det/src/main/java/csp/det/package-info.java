// SPDX-License-Identifier: Apache-2.0

/**
 * Runs virtual threads under a scheduler that chooses who goes on, and so explores and repeats
 * their schedules. Start at {@link csp.det.Schedules}.
 *
 * <p>What it finds: exceptions and failed checks under any schedule, deadlocks, threads that are
 * left asleep, livelocks, and data races by the Java memory model. What it does not: what only a
 * weakly ordered processor or a compiler does to code with races other than those it reports, and
 * errors that need more schedules than there was time for. Time is virtual: see {@link
 * csp.det.Options#timeMayPass}. In classes that are not woven, {@code Thread.sleep} and timed waits
 * of the JDK still read the real clock, and go round until it has come.
 *
 * <p>The files. What is asked and answered: {@link csp.det.Scenario}, {@link csp.det.Options},
 * {@link csp.det.Level}, {@link csp.det.Report}, {@link csp.det.Failure}, {@link csp.det.Verdict},
 * {@link csp.det.ScheduleError}. Exploring: {@code Exploration} schedule after schedule; {@code
 * Strategy} who chooses, with {@code RandomWalk}, {@code Pct}, {@code BoundedSearch}, {@code
 * Replay}. Running: {@code Run} one schedule, its {@code Strand}s, the {@code Carrier} that the JDK
 * sees, {@code VirtualTime}, {@code VirtualThreads}, {@code Trace}, {@code Outcome}. Weaving:
 * {@link csp.det.Agent}, {@code Weaver}, {@code MethodWeaver}, {@code Replacements}, {@code
 * Fields}, {@code Mode}; {@link csp.det.Hooks} what is woven in; {@link csp.det.LibrarySeams} what
 * this library does otherwise in a run. Data races: {@code Races}, {@code Variables}, {@code
 * Variable}, {@code Clocks}.
 */
@org.jspecify.annotations.NullMarked
package csp.det;
