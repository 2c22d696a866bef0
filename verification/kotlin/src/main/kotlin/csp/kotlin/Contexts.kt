// SPDX-License-Identifier: Apache-2.0
package csp.kotlin

import kotlin.coroutines.AbstractCoroutineContextElement
import kotlin.coroutines.CoroutineContext
import kotlinx.coroutines.Job

/**
 * The context workloads: jobs stand for contexts that can be cancelled, coroutine contexts for those with values.
 *
 * There is no deep one: cancelling a job recurses, and 10,000 jobs below each other are too many for the stack.
 */
object Contexts {
  /** A job without a parent. */
  @JvmStatic fun root(): Job = Job()

  /** Derives a job from [parent] and cancels it. */
  @JvmStatic
  fun deriveAndCancel(parent: Job?): Job {
    val child = Job(parent)
    child.cancel()
    return child
  }

  /** A job with [children] children. */
  @JvmStatic
  fun wide(children: Int): Job {
    val parent = Job()
    repeat(children) { Job(parent) }
    return parent
  }

  /** Cancels [job] and all below it. */
  @JvmStatic fun cancel(job: Job) = job.cancel()

  /** Holds one value. */
  private class Value(key: CoroutineContext.Key<Value>) : AbstractCoroutineContextElement(key)

  private class Key : CoroutineContext.Key<Value>

  /** A context of [depth] values, and the key of the one that is found last. */
  class Values(depth: Int) {
    private val key = Key()
    private val context =
        (1..<depth).fold<Int, CoroutineContext>(Value(key)) { before, _ -> before + Value(Key()) }

    /** Finds the value. */
    fun find(): Any? = context[key]
  }
}
