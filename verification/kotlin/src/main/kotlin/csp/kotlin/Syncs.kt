// SPDX-License-Identifier: Apache-2.0
package csp.kotlin

import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.Semaphore
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.sync.withPermit

/** The sync workloads, each a twin of the method of the same name in `csp.jmh.SyncWorkloads`. */
object Syncs {
  /** Coroutines take one mutex in turn; it guards a counter. */
  @JvmStatic
  fun mu(threads: Int, rounds: Int) {
    val mutex = Mutex()
    var count = 0L
    crew {
      repeat(threads) {
        start {
          for (i in 0..<rounds) {
            mutex.withLock { count++ }
          }
          0
        }
      }
    }
    check(count == threads.toLong() * rounds)
  }

  /** Coroutines take and return a permit each. */
  @JvmStatic
  fun sem(threads: Int, permits: Int, rounds: Int) {
    val semaphore = Semaphore(permits)
    crew {
      repeat(threads) {
        start {
          var sum = 0L
          for (i in 0..<rounds) {
            semaphore.withPermit { sum++ }
          }
          sum - rounds
        }
      }
    }
  }

  /** One coroutine starts others, [size] at a time, and waits for their end. */
  @JvmStatic
  fun spawn(size: Int, rounds: Int) = crew {
    start {
      for (i in 0..<rounds) {
        coroutineScope { repeat(size) { launch {} } }
      }
      0
    }
  }
}
