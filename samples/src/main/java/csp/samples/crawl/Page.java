// SPDX-License-Identifier: Apache-2.0
package csp.samples.crawl;

import java.net.URI;

/**
 * A page that was fetched.
 *
 * @param address where it is
 * @param depth how many links lead to it from the start, at least
 * @param fetched what became of the request
 * @param toGo how many pages were found by then that are still to come
 */
record Page(URI address, int depth, Fetched fetched, int toGo) {}
