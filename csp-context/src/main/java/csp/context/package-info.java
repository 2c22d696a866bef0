// SPDX-License-Identifier: Apache-2.0

/**
 * Contexts: cancellation, deadlines and values that are handed down a call tree.
 *
 * <p>A {@link csp.context.Context} is derived from another one, in the end from {@link
 * csp.context.Context#background}. Every operation of the library that waits takes one, since it is
 * a {@link csp.Cancellation}, and throws its {@link csp.context.ContextException} when it ends
 * first. Contexts are passed on, as parameters; there is no current one to ask for. One that came
 * with the thread would be inherited by accident, or lost at the next goroutine, and a signature
 * would not tell whether a method can be stopped. Where a parameter does not fit, {@link
 * csp.context.ContextScopes} binds a scoped value of the caller's.
 *
 * <p>{@link csp.context.Interrupts} and {@link csp.context.ContextFutures} connect contexts with
 * interrupts and futures.
 *
 * <table>
 *   <caption>What makes a context, and when it ends</caption>
 *   <thead>
 *     <tr>
 *       <th scope="col">made by</th>
 *       <th scope="col">ends</th>
 *       <th scope="col">deadline</th>
 *       <th scope="col">values</th>
 *     </tr>
 *   </thead>
 *   <tbody>
 *     <tr>
 *       <th scope="row">{@code background}, {@code todo}</th>
 *       <td>never; {@code done} is the nil channel</td>
 *       <td>none</td>
 *       <td>none</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@code withCancel(p)}</th>
 *       <td>when it is cancelled, or with p</td>
 *       <td>that of p</td>
 *       <td>those of p</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@code withDeadline(p, t)}, {@code withTimeout(p, d)}</th>
 *       <td>at t, when it is cancelled, or with p; at once if t has passed</td>
 *       <td>the earlier one: t, or that of p</td>
 *       <td>those of p</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@code withValue(p, k, v)}</th>
 *       <td>with p</td>
 *       <td>that of p</td>
 *       <td>those of p, but v for k</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@code withoutCancel(p)}</th>
 *       <td>never; {@code done} is the nil channel</td>
 *       <td>none</td>
 *       <td>those of p</td>
 *     </tr>
 *   </tbody>
 * </table>
 *
 * <table>
 *   <caption>What error and cause tell</caption>
 *   <thead>
 *     <tr>
 *       <th scope="col">what happened</th>
 *       <th scope="col">{@code error()}</th>
 *       <th scope="col">{@code cause()}</th>
 *     </tr>
 *   </thead>
 *   <tbody>
 *     <tr>
 *       <th scope="row">nothing yet</th>
 *       <td>null</td>
 *       <td>null</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@code cancel()}, {@code cancel(null)}, {@code close()}</th>
 *       <td>{@code CanceledException}</td>
 *       <td>the same</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">{@code cancel(x)}</th>
 *       <td>{@code CanceledException} with the cause x</td>
 *       <td>x</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">the deadline passed</th>
 *       <td>{@code DeadlineExceededException}</td>
 *       <td>the same</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">the deadline passed, and was made with the cause x</th>
 *       <td>{@code DeadlineExceededException} with the cause x</td>
 *       <td>x</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">the parent ended</th>
 *       <td>as that of the parent</td>
 *       <td>as that of the parent</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">several of these</th>
 *       <td>the first</td>
 *       <td>the first</td>
 *     </tr>
 *   </tbody>
 * </table>
 *
 * <p>"The same" is another exception of the same class: each call makes a new one, with the stack
 * of its caller.
 */
package csp.context;
