// SPDX-License-Identifier: Apache-2.0

/**
 * Go's sync and x/sync: locks, conditions, groups, onces, pools and maps for virtual threads and
 * platform threads alike.
 *
 * <table class="striped">
 *   <caption>What is here</caption>
 *   <thead>
 *     <tr>
 *       <th scope="col">class</th>
 *       <th scope="col">in Go</th>
 *       <th scope="col">instead of</th>
 *     </tr>
 *   </thead>
 *   <tbody>
 *     <tr>
 *       <th scope="row">{@link csp.sync.Mutex}, {@link csp.sync.SpinLock}</th>
 *       <td>sync.Mutex</td>
 *       <td>{@code ReentrantLock}</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@link csp.sync.RWMutex}</th>
 *       <td>sync.RWMutex</td>
 *       <td>{@code ReentrantReadWriteLock}</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@link csp.sync.Cond}</th>
 *       <td>sync.Cond</td>
 *       <td>{@code Condition}</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@link csp.sync.WaitGroup}</th>
 *       <td>sync.WaitGroup</td>
 *       <td>{@code CountDownLatch}, {@code Phaser}</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@link csp.sync.Once}</th>
 *       <td>sync.Once, OnceFunc, OnceValue</td>
 *       <td>double-checked locking</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@link csp.sync.Semaphore}</th>
 *       <td>semaphore.Weighted</td>
 *       <td>{@code java.util.concurrent.Semaphore}</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@link csp.sync.ErrGroup}</th>
 *       <td>errgroup.Group</td>
 *       <td>an executor and its futures</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@link csp.sync.SingleFlight}</th>
 *       <td>singleflight.Group</td>
 *       <td>a map of futures</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@link csp.sync.Pool}</th>
 *       <td>sync.Pool</td>
 *       <td></td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@link csp.sync.SyncMap}</th>
 *       <td>sync.Map</td>
 *       <td>{@code ConcurrentHashMap}, for keys that settle</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@link csp.sync.AtomicValue}</th>
 *       <td>atomic.Value</td>
 *       <td>{@code AtomicReference}</td>
 *     </tr>
 *   </tbody>
 * </table>
 *
 * <p>Whatever waits here waits by the same means as a channel, and in the same forms: plain, with a
 * {@link java.time.Duration}, and with a {@link csp.Cancellation}, such as a context. A wait that
 * an interrupt, the time or a cancellation ends has taken nothing, and leaves no trace. {@link
 * csp.sync.Clauses} has clauses for select.
 *
 * <p>Misuse, such as unlocking what is not locked, throws an unchecked exception with Go's text.
 * What may be read where, and which memory effects each class has, is said in the class, and in one
 * table in {@code docs/memory-model.md} of the source tree.
 */
@org.jspecify.annotations.NullMarked
package csp.sync;
