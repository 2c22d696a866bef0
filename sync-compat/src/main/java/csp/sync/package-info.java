// SPDX-License-Identifier: Apache-2.0

/** Go's sync and x/sync, built from the machinery by which channels wait. */
package csp.sync;
