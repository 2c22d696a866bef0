// SPDX-License-Identifier: Apache-2.0

/**
 * {@code ./run-sample crawl}: fetches the pages of a site, and says what is broken.
 *
 * <pre>
 *                         work: pages to fetch
 *   the coordinator  ────────────────────────────▶  some that fetch,
 *   {@link csp.samples.crawl.Frontier}         ◀────────────────────────────  {@link csp.samples.crawl.Fetcher}
 *        │                each answer on the
 *        │                reply of its page
 *        │
 *        └── pages: complete, in the order
 *            in which they were found ──────▶  the caller, {@link csp.samples.crawl.Report}
 * </pre>
 *
 * {@link csp.samples.crawl.Crawler} puts this together. {@link csp.samples.crawl.Links} and {@link
 * csp.samples.crawl.Address} find what a page leads to. {@link csp.samples.crawl.Crawl} reads the
 * arguments, and stops it on Ctrl-C and when its time is over.
 */
package csp.samples.crawl;
