// SPDX-License-Identifier: Apache-2.0

/** Channels, goroutines and timers. */
package csp;
