// SPDX-License-Identifier: Apache-2.0
package csp.det;

import java.util.ArrayList;
import java.util.List;

/** Who ran until where, and where the threads are in the end: made only when a run is repeated. */
final class Trace {
  private static final int LAST = 40;
  private static final int DEPTH = 30;

  private final List<String> stretches = new ArrayList<>();
  private final List<String> left = new ArrayList<>();
  private final int forgotten; // at the beginning

  /** Of a run that is known to have so many switches; the last ones are remembered. */
  Trace(int switches) {
    forgotten = Math.max(0, switches - LAST);
  }

  /** Whether the switch of that number, counted from 1, is to be told. */
  boolean wants(int number) {
    return number > forgotten;
  }

  /** {@code strand} has run, and stands at {@code stack} now. */
  void stopped(Strand strand, StackTraceElement[] stack) {
    String to = stack.length > 0 ? "to " + place(stack) : "to its end";
    stretches.add(strand + " " + to);
  }

  /** At the end {@code strand} stands at {@code stack}. */
  void left(Strand strand, StackTraceElement[] stack) {
    if (stack.length == 0) {
      return;
    }
    StringBuilder text = new StringBuilder();
    text.append(strand).append(", ").append(strand.thread.getState());
    int lines = 0;
    for (StackTraceElement frame : stack) {
      if (isInteresting(frame) && lines++ < DEPTH) {
        text.append("\n    at ").append(frame);
      }
    }
    left.add(text.toString());
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (String strand : left) {
      text.append("\n").append(strand);
    }
    text.append("\nhow it came to it:");
    if (forgotten > 0) {
      text.append("\n  ... ").append(forgotten).append(" stretches before");
    }
    for (String stretch : stretches) {
      text.append("\n  ").append(stretch);
    }
    return text.toString();
  }

  private static String place(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      if (isInteresting(frame)) {
        return frame.toString();
      }
    }
    return stack[0].toString();
  }

  /** Not of the JDK's way to park, nor of this tool. */
  static boolean isInteresting(StackTraceElement frame) {
    String name = frame.getClassName();
    return !name.startsWith("csp.det.")
        && !name.startsWith("jdk.internal.")
        && !name.startsWith("java.lang.System$")
        && !name.startsWith("java.lang.VirtualThread")
        && !name.startsWith("java.lang.Thread")
        && !name.startsWith("java.util.concurrent.locks.LockSupport");
  }
}
