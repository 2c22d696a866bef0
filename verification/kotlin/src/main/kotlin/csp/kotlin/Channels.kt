// SPDX-License-Identifier: Apache-2.0
package csp.kotlin

import kotlin.coroutines.Continuation
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.coroutines.intrinsics.startCoroutineUninterceptedOrReturn
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.selects.onTimeout
import kotlinx.coroutines.selects.select
import kotlinx.coroutines.selects.selectUnbiased

/** The channel workloads, each a twin of the method of the same name in `csp.jmh.Workloads`. */
object Channels {
  /** Producers and as many consumers share one channel. */
  @JvmStatic
  fun pc(capacity: Int, threads: Int, elements: Int) = crew {
    val shared = Channel<Int>(capacity)
    val share = elements / threads
    repeat(threads) {
      start { produce(shared, share) }
      start { consume(shared, share) }
    }
  }

  /** One producer feeds the channels of several consumers in turn; all of them see each element. */
  @JvmStatic
  fun bcast(capacity: Int, consumers: Int, elements: Int) = crew {
    val ways = List(consumers) { Channel<Int>(capacity) }
    for (way in ways) {
      start { consume(way, elements) }
    }
    start {
      var sum = 0L
      for (i in 0..<elements) {
        val element = i and 127 // the JVM keeps these boxed
        for (way in ways) {
          way.send(element)
          sum += element
        }
      }
      -sum
    }
  }

  /** Two coroutines send an element to and fro. */
  @JvmStatic
  fun pp(elements: Int) = crew {
    val there = Channel<Int>()
    val back = Channel<Int>()
    start { serve(there, back, elements) }
    start { forward(there, back, elements) }
  }

  /** Many pairs of a producer and a consumer, each with a channel of its own. */
  @JvmStatic
  fun par(capacity: Int, pairs: Int, elements: Int) = crew {
    repeat(pairs) {
      val own = Channel<Int>(capacity)
      start { produce(own, elements) }
      start { consume(own, elements) }
    }
  }

  /** A line of stages hands every element on. */
  @JvmStatic
  fun chain(stages: Int, elements: Int) = crew {
    val first = Channel<Int>()
    start { produce(first, elements) }
    var last = first
    repeat(stages) {
      val `in` = last
      val out = Channel<Int>()
      start { forward(`in`, out, elements) }
      last = out
    }
    val end = last
    start { consume(end, elements) }
  }

  /**
   * Fills [channel] with [burst] elements, then empties it. Nothing ever waits, so the suspending functions are
   * called in place, without a dispatcher.
   */
  @JvmStatic
  fun unc(channel: Channel<Int>, burst: Int): Any? {
    val block: suspend () -> Long = {
      produce(channel, burst)
      consume(channel, burst)
    }
    return block.startCoroutineUninterceptedOrReturn(Continuation(EmptyCoroutineContext) {})
  }

  /** A channel for [unc] and [tryTake]. */
  @JvmStatic fun make(capacity: Int) = Channel<Int>(capacity)

  /** Looks for an element in an empty channel. */
  @JvmStatic fun tryTake(channel: Channel<Int>): Any? = channel.tryReceive().getOrNull()

  /** One coroutine selects among channels that each have a producer, and is as fair to them as Go. */
  @JvmStatic
  fun sel(capacity: Int, channels: Int, elements: Int) = crew {
    val ways = List(channels) { Channel<Int>(capacity) }
    for (way in ways) {
      start { produce(way, elements) }
    }
    start {
      var sum = 0L
      repeat(elements * channels) { sum += selectUnbiased<Int> { for (way in ways) way.onReceive { it } } }
      sum
    }
  }

  /** One coroutine sends, another receives with a limit that is never reached. */
  @OptIn(ExperimentalCoroutinesApi::class)
  @JvmStatic
  fun seltmo(capacity: Int, elements: Int, limitMillis: Long) = crew {
    val way = Channel<Int>(capacity)
    start { produce(way, elements) }
    start {
      var sum = 0L
      repeat(elements) {
        sum +=
            select<Int> {
              way.onReceive { it }
              onTimeout(limitMillis) { throw AssertionError("timed out") }
            }
      }
      sum
    }
  }

  private suspend fun produce(out: Channel<Int>, count: Int): Long {
    var sum = 0L
    for (i in 0..<count) {
      val element = i and 127 // the JVM keeps these boxed
      out.send(element)
      sum += element
    }
    return -sum
  }

  private suspend fun consume(`in`: Channel<Int>, count: Int): Long {
    var sum = 0L
    for (i in 0..<count) {
      sum += `in`.receive()
    }
    return sum
  }

  private suspend fun forward(`in`: Channel<Int>, out: Channel<Int>, count: Int): Long {
    for (i in 0..<count) {
      out.send(`in`.receive())
    }
    return 0
  }

  private suspend fun serve(out: Channel<Int>, `in`: Channel<Int>, count: Int): Long {
    var sum = 0L
    for (i in 0..<count) {
      val element = i and 127
      out.send(element)
      sum += `in`.receive() - element
    }
    return sum
  }
}
