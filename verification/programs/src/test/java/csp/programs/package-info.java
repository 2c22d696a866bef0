// SPDX-License-Identifier: Apache-2.0
/**
 * Well-known concurrent programs, written anew from their descriptions, as a user of the library
 * would; each says where it comes from, and its answers are known beforehand. Sieve, philosophers,
 * barber and bank are among the samples.
 *
 * <p>{@code -Dcsp.programs.scale=10} makes them larger.
 */
package csp.programs;
