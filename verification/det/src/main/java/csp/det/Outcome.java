// SPDX-License-Identifier: Apache-2.0
package csp.det;

import org.jspecify.annotations.Nullable;

/**
 * What came of one schedule.
 *
 * @param verdict how it ended
 * @param failure what was thrown, if anything
 * @param steps how many points it came to
 * @param switches how often another thread went on
 * @param hash of all choices and the verdict: equal runs have equal ones
 */
record Outcome(Verdict verdict, @Nullable Throwable failure, int steps, int switches, long hash) {}
