// SPDX-License-Identifier: Apache-2.0

/**
 * What the tests of all modules share: threads that a test cannot forget ({@link
 * csp.testkit.Workers}), bounded waiting ({@link csp.testkit.Await}, {@link csp.testkit.Threads}),
 * order without sleeping ({@link csp.testkit.Steps}), and sources of parameters ({@link
 * csp.testkit.Capacities}, {@link csp.testkit.CapacitiesAndThreads}).
 */
package csp.testkit;
