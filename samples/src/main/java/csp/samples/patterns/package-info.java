// SPDX-License-Identifier: Apache-2.0

/**
 * {@code ./run-sample patterns}: what is known from Go's talks, blog and books, written here. Each
 * pattern is a static method that shows it, with what it is made of below it; {@link
 * csp.samples.patterns.Patterns} has the list.
 *
 * <ul>
 *   <li>{@link csp.samples.patterns.Generators}: functions that return a channel
 *   <li>{@link csp.samples.patterns.FanIns}: several channels into one
 *   <li>{@link csp.samples.patterns.Stops}: when to stop listening, and how to say so
 *   <li>{@link csp.samples.patterns.Firsts}: the first of many
 *   <li>{@link csp.samples.patterns.Stages}: stages with channels between them
 *   <li>{@link csp.samples.patterns.Streams}: channels made of channels
 *   <li>{@link csp.samples.patterns.Messages}: what goroutines tell each other
 *   <li>{@link csp.samples.patterns.Bounds}: how many at a time, and how often
 *   <li>{@link csp.samples.patterns.Subscription}: many of them together, in one loop
 * </ul>
 */
package csp.samples.patterns;
