// SPDX-License-Identifier: Apache-2.0

/**
 * Runnable programs, that answer one question each:
 *
 * <ul>
 *   <li>{@link csp.samples.Hello}: what does a program look like?
 *   <li>{@link csp.samples.PingPong}: how does a hand-over work, and what does it cost?
 *   <li>{@link csp.samples.Sieve}: how do goroutines make a chain, and how does a chain end?
 *   <li>{@link csp.samples.ProducerConsumer}: who closes, when several send?
 *   <li>{@link csp.samples.FanIn}: how do I merge channels whose number is known only at run time?
 *   <li>{@link csp.samples.Timeout}: how do I stop waiting?
 *   <li>{@link csp.samples.RateLimit}: how do I do something so often and no oftener?
 *   <li>{@link csp.samples.Philosophers}: how do I hold two locks and not deadlock?
 *   <li>{@link csp.samples.Barber}: how do I turn work away when there is too much?
 *   <li>{@link csp.samples.Bank}: how do I see many things at one moment, while they change?
 *   <li>{@link csp.samples.pipe.Pipe}: how do threads wait until a state that they share has
 *       changed?
 *   <li>{@link csp.samples.CancelTree}: how does a cancellation reach all who work for it, and
 *       nobody else?
 *   <li>{@link csp.samples.digest.Digest}: how do I do many things at once, and hand the results
 *       over in order?
 *   <li>{@link csp.samples.wordcount.WordCount}: how do I spread work over processors with a
 *       pipeline?
 *   <li>{@link csp.samples.logstats.LogStats}: how do I follow something that never ends, and stop
 *       in good order?
 *   <li>{@link csp.samples.chat.Chat}: how do many connections share a state without a lock?
 *   <li>{@link csp.samples.crawl.Crawl}: how do I know that all is done, when work makes work?
 *   <li>{@link csp.samples.patterns.Patterns}: how is what I know from Go written here?
 * </ul>
 */
package csp.samples;
