// SPDX-License-Identifier: Apache-2.0

/**
 * Select: waiting on several channels at once and going on with one that is ready.
 *
 * <p>{@link csp.select.Select} has the clauses and the select for once; {@link csp.select.Selector}
 * is the one for loops.
 */
package csp.select;
