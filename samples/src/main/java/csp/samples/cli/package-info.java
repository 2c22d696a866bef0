// SPDX-License-Identifier: Apache-2.0

/** What the larger samples share to be good citizens of a command line. */
package csp.samples.cli;
