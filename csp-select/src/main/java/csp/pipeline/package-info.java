// SPDX-License-Identifier: Apache-2.0

/**
 * Pipelines: the elements of a channel, taken through operators to a channel, a collection or an
 * action.
 *
 * <pre>{@code
 * Pipeline.from(urls)
 *     .distinct()
 *     .parallel(8, this::fetch)
 *     .batch(100, Duration.ofMillis(50))
 *     .forEach(store::insertAll);
 * }</pre>
 *
 * <p>A {@link csp.pipeline.Pipeline} is a description. Each terminal operation is a run of it, and
 * what a run starts it also ends: when the operation returns or throws, no goroutine of it is left.
 * Some return at once: {@link csp.pipeline.Pipeline#open} with an {@link csp.pipeline.Outlet} and
 * {@link csp.pipeline.Pipeline#toStream} with a stream, whose {@code close} does the same; {@link
 * csp.pipeline.Pipeline#toFuture} and {@link csp.pipeline.Pipeline#toPublisher} with what may be
 * cancelled: that stops the run, and waits for nothing.
 *
 * <p><b>Elements</b> are pulled: whoever wants one asks the operator above. Most operators work in
 * the thread that asks, and cost a call. Those that must do two things at a time have goroutines,
 * and channels between; these hold back what is above, so that a slow consumer is never far behind.
 * The table says how far; an operator that works in the thread that asks has read nothing ahead
 * when nobody asks.
 *
 * <p><b>The end</b> travels down: when a source has no more, each operator passes on what it still
 * has, and ends.
 *
 * <p><b>Failures</b> travel down, too: the first exception of a function or of an iterator, a
 * function that returns null, a source that was closed with a failure. The terminal operation
 * throws an {@link java.util.concurrent.ExecutionException} with the stack of its caller and the
 * name of the operator; its cause is the exception itself, with the stack of where it was thrown.
 * Channels that the pipeline sends to are closed with the cause. What came before the failure comes
 * out before it, but for the operators that are said to fail at once.
 *
 * <p><b>Cancellation</b> travels up: when who is below has enough (by {@code take}, a failure, an
 * interrupt, the end of a {@link csp.Cancellation}, or closing the outlet), all goroutines above
 * are interrupted and waited for. A function in a goroutine should heed the interrupt; a run is as
 * slow to end as its slowest function. A function in the thread of the caller is interrupted by
 * nobody but who interrupts the caller. A source that is a channel stays as it is: not closed, and
 * without the elements that were read ahead, which are lost. A stream is closed, a subscription is
 * cancelled.
 *
 * <p>An {@link java.lang.InterruptedException} of a function that runs in the caller's thread comes
 * out of the terminal operation; one in a goroutine that nobody has stopped is a failure.
 *
 * <p><b>Memory</b>: what was done with an element, or to make it, happens-before what is done with
 * it below; all that a run did happens-before the return of its terminal operation, or of the close
 * of its outlet.
 *
 * <table>
 *   <caption>Operators</caption>
 *   <thead>
 *     <tr>
 *       <th scope="col">operator</th>
 *       <th scope="col">keeps the order</th>
 *       <th scope="col">goroutines</th>
 *       <th scope="col">elements it may have taken that nobody has asked for</th>
 *       <th scope="col">ends</th>
 *     </tr>
 *   </thead>
 *   <tbody>
 *     <tr>
 *       <th scope="row">{@link csp.pipeline.Pipeline#map map},
 *           {@link csp.pipeline.Pipeline#filter filter},
 *           {@link csp.pipeline.Pipeline#tap tap},
 *           {@link csp.pipeline.Pipeline#scan scan},
 *           {@link csp.pipeline.Pipeline#distinct distinct}</th>
 *       <td>yes</td>
 *       <td>none</td>
 *       <td>0</td>
 *       <td>with what is above</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@link csp.pipeline.Pipeline#retry retry}</th>
 *       <td>yes</td>
 *       <td>none</td>
 *       <td>0</td>
 *       <td>with what is above; the failure of the last call</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@link csp.pipeline.Pipeline#take take}</th>
 *       <td>yes</td>
 *       <td>none</td>
 *       <td>0</td>
 *       <td>after its count; what is above is told with the last element</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@link csp.pipeline.Pipeline#drop drop}</th>
 *       <td>yes</td>
 *       <td>none</td>
 *       <td>0</td>
 *       <td>with what is above</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@link csp.pipeline.Pipeline#batch(int) batch(count)}</th>
 *       <td>yes</td>
 *       <td>none</td>
 *       <td>up to a batch, while it is filled</td>
 *       <td>with what is above, after the rest</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@link csp.pipeline.Pipeline#batch(int, java.time.Duration) batch(count, time)}</th>
 *       <td>yes</td>
 *       <td>1</td>
 *       <td>1, and up to a batch while it is filled</td>
 *       <td>with what is above, after the rest</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@link csp.pipeline.Pipeline#window window}</th>
 *       <td>yes</td>
 *       <td>none</td>
 *       <td><i>size</i> elements are kept</td>
 *       <td>with what is above; without the rest</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@link csp.pipeline.Pipeline#gather gather}</th>
 *       <td>as the gatherer does</td>
 *       <td>none but the gatherer's</td>
 *       <td>as the gatherer does; what it has pushed is kept</td>
 *       <td>with what is above, or when the gatherer has enough</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@link csp.pipeline.Pipeline#throttle throttle}</th>
 *       <td>yes</td>
 *       <td>none</td>
 *       <td>0</td>
 *       <td>with what is above</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@link csp.pipeline.Pipeline#debounce debounce}</th>
 *       <td>yes; drops</td>
 *       <td>1</td>
 *       <td>1, and the one that may be dropped</td>
 *       <td>with what is above, after the last element</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@link csp.pipeline.Pipeline#timeout timeout}</th>
 *       <td>yes</td>
 *       <td>1</td>
 *       <td>1</td>
 *       <td>with what is above; when the time has passed</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@link csp.pipeline.Pipeline#buffer buffer}</th>
 *       <td>yes</td>
 *       <td>1</td>
 *       <td>capacity + 1</td>
 *       <td>with what is above, after what is kept</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@link csp.pipeline.Pipeline#conflate conflate}</th>
 *       <td>yes; drops</td>
 *       <td>1</td>
 *       <td>reads all, keeps 1</td>
 *       <td>with what is above, after the latest element</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@link csp.pipeline.Pipeline#parallel parallel}</th>
 *       <td>yes</td>
 *       <td><i>workers</i></td>
 *       <td><i>workers</i></td>
 *       <td>with what is above; a failure comes in its place</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@link csp.pipeline.Pipeline#parallelUnordered parallelUnordered}</th>
 *       <td>no</td>
 *       <td><i>workers</i></td>
 *       <td><i>workers</i></td>
 *       <td>with what is above; with a failure at once</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@link csp.pipeline.Pipeline#flatMap flatMap}</th>
 *       <td>yes</td>
 *       <td>none</td>
 *       <td>0</td>
 *       <td>with what is above, after the last inner pipeline</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@link csp.pipeline.Pipeline#merge merge}</th>
 *       <td>within each pipeline</td>
 *       <td>1 for each pipeline</td>
 *       <td>1 of each pipeline</td>
 *       <td>with the last of them; with a failure at once</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@link csp.pipeline.Pipeline#zip zip}</th>
 *       <td>yes</td>
 *       <td>none</td>
 *       <td>0</td>
 *       <td>with the shorter one</td>
 *     </tr>
 *   </tbody>
 * </table>
 *
 * <p>An outlet has one goroutine, which has taken one element more than its channel buffers; so has
 * a subscription, after its first request. A future has one goroutine. A stream has none, and takes
 * an element when one is asked for. A broadcast has one, which has taken one element more than its
 * buffer holds, and one for each consumer.
 */
package csp.pipeline;
