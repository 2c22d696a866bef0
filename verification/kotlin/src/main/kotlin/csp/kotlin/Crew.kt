// SPDX-License-Identifier: Apache-2.0
package csp.kotlin

import java.util.concurrent.atomic.LongAdder
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

/** The coroutines of one run, and the books that they keep. */
internal class Crew(private val scope: CoroutineScope) {
  val balance = LongAdder()

  /** Starts a coroutine; [job] returns the sum of the elements received less that of those sent. */
  fun start(job: suspend () -> Long) {
    scope.launch { balance.add(job()) }
  }
}

/**
 * One run: starts what [launch] starts, on the dispatcher for computations, waits for all of it, and checks that
 * what was sent is what was received.
 */
internal fun crew(launch: suspend Crew.() -> Unit) {
  val balance =
      runBlocking(Dispatchers.Default) {
        val crew = Crew(this)
        crew.launch()
        crew.balance // complete when the scope, and so runBlocking, has ended
      }
  if (balance.sum() != 0L) {
    throw AssertionError("received less sent is ${balance.sum()}")
  }
}
