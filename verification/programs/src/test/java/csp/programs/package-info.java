// SPDX-License-Identifier: Apache-2.0
/**
 * Well-known concurrent programs, written anew from their descriptions, as a user of the library
 * would; each says where it comes from, and its answers are known beforehand. Sieve, philosophers,
 * barber and bank are among the samples.
 *
 * <p>Faults that were seen to give a wrong answer: a waiting sender's element that overtakes those
 * in the buffer ({@link csp.programs.LifeTest}, {@link csp.programs.RadixSortTest}), and a close
 * that overtakes them ({@link csp.programs.EightQueensTest}, {@link
 * csp.programs.SortingNetworkTest}). What loses a wake-up makes a program hang, and its test ends
 * by the time limit.
 *
 * <p>{@code -Dcsp.programs.scale=10} makes them larger.
 */
package csp.programs;
