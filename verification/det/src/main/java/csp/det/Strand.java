// SPDX-License-Identifier: Apache-2.0
package csp.det;

/**
 * One virtual thread of a run, numbered in the order of starting: equal in all runs of a schedule.
 */
final class Strand {
  final int id;
  final Runnable continuation;
  final Thread thread;

  /** Nobody waits for its end: it serves the others, as the timers do. */
  boolean daemon;

  Strand(int id, Runnable continuation, Thread thread) {
    this.id = id;
    this.continuation = continuation;
    this.thread = thread;
  }

  @Override
  public String toString() {
    String name = thread.getName();
    return "thread " + id + (name.isEmpty() ? "" : " \"" + name + "\"");
  }
}
