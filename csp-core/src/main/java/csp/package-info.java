// SPDX-License-Identifier: Apache-2.0

/**
 * Channels, goroutines and timers.
 *
 * <p>{@link csp.Channel} makes channels, {@link csp.SendChannel} and {@link csp.ReceiveChannel} are
 * their two ends, {@link csp.Go} starts goroutines. {@link csp.Timers} makes timers: a {@link
 * csp.Timer} is due once, a {@link csp.Ticker} again and again. Both deliver the moment through a
 * channel; a timer may run a task instead. A {@link csp.Cancellation} ends operations that wait.
 *
 * <p>The select, which waits on several channels at once, is in the module {@code csp.select}.
 *
 * <p>What differs from Go is listed in {@code docs/differences-from-go.md} of the source tree, what
 * may be read where, and why, in {@code docs/memory-model.md}.
 *
 * <h2>What every operation does in every state</h2>
 *
 * <p>A channel of capacity <i>C</i> holds <i>n</i> elements in its buffer; an unbuffered one has
 * <i>C</i> = 0, so it is never filled in part, and is empty, or has somebody waiting, or is closed.
 *
 * <table>
 *   <caption>States and operations</caption>
 *   <thead>
 *     <tr>
 *       <th scope="col">state</th>
 *       <th scope="col">{@code send}</th>
 *       <th scope="col">{@code trySend}</th>
 *       <th scope="col">{@code receive}</th>
 *       <th scope="col">{@code tryReceive}</th>
 *       <th scope="col">{@code close}</th>
 *       <th scope="col">{@code length}</th>
 *     </tr>
 *   </thead>
 *   <tbody>
 *     <tr>
 *       <th scope="row">{@linkplain csp.Channel#nil nil}</th>
 *       <td>waits for ever</td>
 *       <td>false</td>
 *       <td>waits for ever</td>
 *       <td>{@code Empty}</td>
 *       <td>throws {@code IllegalStateException}</td>
 *       <td>0</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">empty, unbuffered</th>
 *       <td>waits</td>
 *       <td>false</td>
 *       <td>waits</td>
 *       <td>{@code Empty}</td>
 *       <td>closes</td>
 *       <td>0</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">empty, buffered</th>
 *       <td>puts it in the buffer</td>
 *       <td>true; the same</td>
 *       <td>waits</td>
 *       <td>{@code Empty}</td>
 *       <td>closes</td>
 *       <td>0</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">receivers wait</th>
 *       <td>hands it to the receiver that has waited longest</td>
 *       <td>true; the same</td>
 *       <td>waits behind them</td>
 *       <td>{@code Empty}</td>
 *       <td>closes; every receiver returns null</td>
 *       <td>0</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">filled in part</th>
 *       <td>puts it in the buffer</td>
 *       <td>true; the same</td>
 *       <td>takes the oldest element</td>
 *       <td>{@code Value}; the same</td>
 *       <td>closes; the elements stay</td>
 *       <td><i>n</i></td>
 *     </tr>
 *     <tr>
 *       <th scope="row">full</th>
 *       <td>waits</td>
 *       <td>false</td>
 *       <td>takes the oldest element</td>
 *       <td>{@code Value}; the same</td>
 *       <td>closes; the elements stay</td>
 *       <td><i>C</i></td>
 *     </tr>
 *     <tr>
 *       <th scope="row">senders wait, unbuffered</th>
 *       <td>waits behind them</td>
 *       <td>false</td>
 *       <td>takes the element of the sender that has waited longest, who returns</td>
 *       <td>{@code Value}; the same</td>
 *       <td>closes; every sender throws {@code ChannelClosedException}, having sent nothing</td>
 *       <td>0</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">senders wait, buffered</th>
 *       <td>waits behind them</td>
 *       <td>false</td>
 *       <td>takes the oldest element; that of the sender that has waited longest goes into the
 *           buffer in the same step, and that sender returns</td>
 *       <td>{@code Value}; the same</td>
 *       <td>closes; every sender throws {@code ChannelClosedException}, having sent nothing; the
 *           elements in the buffer stay</td>
 *       <td><i>C</i></td>
 *     </tr>
 *     <tr>
 *       <th scope="row">closed, elements are left</th>
 *       <td>throws {@code ChannelClosedException}</td>
 *       <td>throws {@code ChannelClosedException}, even if full</td>
 *       <td>takes the oldest element</td>
 *       <td>{@code Value}; the same</td>
 *       <td>throws {@code ChannelClosedException}</td>
 *       <td><i>n</i></td>
 *     </tr>
 *     <tr>
 *       <th scope="row">closed and drained</th>
 *       <td>throws {@code ChannelClosedException}</td>
 *       <td>throws {@code ChannelClosedException}</td>
 *       <td>null, at once, every time</td>
 *       <td>{@code Closed} without a cause</td>
 *       <td>throws {@code ChannelClosedException}</td>
 *       <td>0</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">closed with a failure, and drained</th>
 *       <td>throws {@code ChannelClosedException} with the failure</td>
 *       <td>throws {@code ChannelClosedException} with the failure</td>
 *       <td>throws {@code ChannelClosedException} with the failure</td>
 *       <td>{@code Closed} with the failure</td>
 *       <td>throws {@code ChannelClosedException} with the failure</td>
 *       <td>0</td>
 *     </tr>
 *   </tbody>
 * </table>
 *
 * <p>What the table leaves out:
 *
 * <ul>
 *   <li>What waits ends in three more ways: by an interrupt, with {@code InterruptedException}; in
 *       the timed forms when the time has passed, as the immediate form would end; in the forms
 *       with a {@link csp.Cancellation} when that ends, with its error. In each of them nothing was
 *       sent or received; {@code sendAll} alone may have sent a part, and says how much: {@link
 *       csp.IncompleteSendException#sentBefore}. These forms find an interrupt, and the end of a
 *       cancellation, that is there on entry even if they need not wait; the interrupt first.
 *   <li>{@code tryClose} returns false where {@code close} throws {@code ChannelClosedException}.
 *   <li>Closing with a failure is closing; whoever waits to receive then gets the failure, as
 *       everybody does who comes once the buffer is empty.
 *   <li>An {@linkplain csp.ChannelBuilder#unbounded unbounded} channel is never full. One that
 *       {@linkplain csp.ChannelBuilder#dropOldest drops} elements may be, but no send waits: an
 *       element goes, and {@code trySend} is true.
 *   <li>A {@code for} loop, {@code forEach} and a stream receive until there is null, and throw
 *       what {@code receive} throws, an interrupt as {@link csp.InterruptedReceiveException}. With
 *       a cancellation the loop is {@code for (T value : channel.until(cancellation))}.
 *   <li>What waits on the nil channel ends in these ways only.
 *   <li>{@code null} is never an element: sending it throws {@code NullPointerException} in every
 *       state.
 * </ul>
 */
package csp;
