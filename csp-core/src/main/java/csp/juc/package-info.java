// SPDX-License-Identifier: Apache-2.0

/**
 * Channels for code that holds a {@link java.util.concurrent.BlockingQueue}, a {@link
 * java.util.concurrent.CompletableFuture} or a {@link java.util.concurrent.Flow.Publisher}, and the
 * other way round.
 *
 * <p>{@link csp.juc.Futures} makes a channel of a future, for a select or a loop, and a future of
 * the next element of a channel.
 *
 * <p>{@link csp.juc.Flows} makes a publisher of a channel and a channel of a publisher, by the
 * rules of Reactive Streams.
 *
 * <p>{@link csp.juc.Queues} makes a queue of a channel, so that an executor or a library that wants
 * a queue sends and receives without knowing; and it makes the ends of a channel of a queue, so
 * that a select can wait on it.
 *
 * <p>Every method of {@code BlockingQueue} is there, with the contract of {@code
 * java.util.concurrent}. What a queue does not have is a close; the table says what becomes of it.
 *
 * <table>
 *   <caption>A queue whose channel is closed</caption>
 *   <thead>
 *     <tr><th scope="col">method</th><th scope="col">elements left</th><th scope="col">drained</th></tr>
 *   </thead>
 *   <tbody>
 *     <tr>
 *       <th scope="row">{@code put}, {@code add}, {@code addAll}</th>
 *       <td>throws {@link csp.ChannelClosedException}</td>
 *       <td>the same</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@code offer}, timed or not</th>
 *       <td>false, at once</td>
 *       <td>the same</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@code take}</th>
 *       <td>takes the oldest</td>
 *       <td>throws {@code ChannelClosedException}</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@code poll}, timed or not</th>
 *       <td>takes the oldest</td>
 *       <td>null, at once</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@code remove()}, {@code element()}</th>
 *       <td>the oldest</td>
 *       <td>throws {@code NoSuchElementException}</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@code remainingCapacity}</th>
 *       <td>0</td>
 *       <td>0</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">all others</th>
 *       <td>as before the close</td>
 *       <td>as for any empty queue</td>
 *     </tr>
 *   </tbody>
 * </table>
 *
 * <p>Where the channel was closed with a failure, that is the cause of the exceptions. Who waits in
 * {@code put} or {@code take} when the channel is closed gets the exception, too; a timed {@code
 * offer} or {@code poll} returns. A loop of timed polls should ask {@link
 * csp.ReceiveChannel#isDrained} of the channel when it gets null, or it spins.
 */
package csp.juc;
