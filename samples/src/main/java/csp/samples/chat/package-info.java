// SPDX-License-Identifier: Apache-2.0

/**
 * A chat server: how do many connections share a state without a lock?
 *
 * <pre>
 *                      join, say, leave                        lines
 *   socket --&gt; reader ------------------&gt; room (one select) ---------&gt; writer --&gt; socket
 *              one for each connection    who is here,       drops the oldest
 *                                         and nobody else    when it is full
 *                                         knows it
 * </pre>
 *
 * {@link csp.samples.chat.Room} is the goroutine that owns the state, {@link
 * csp.samples.chat.Connection} the pair that serves a socket, {@link csp.samples.chat.Server} what
 * starts and ends them all.
 */
package csp.samples.chat;
