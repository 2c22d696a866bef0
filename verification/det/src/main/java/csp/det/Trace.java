// SPDX-License-Identifier: Apache-2.0
package csp.det;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Who ran until where, and where the threads are in the end: made only when a run is repeated. */
final class Trace {
  private static final int LAST = 40;
  private static final int DEPTH = 30;

  private final Deque<String> stretches = new ArrayDeque<>();
  private final List<String> left = new ArrayList<>();
  private int forgotten;

  /** {@code strand} has run, and stands at {@code stack} now. */
  void stopped(Strand strand, StackTraceElement[] stack) {
    String to = stack.length > 0 ? "to " + place(stack) : "to its end";
    stretches.add(strand + " " + to);
    if (stretches.size() > LAST) {
      stretches.remove();
      forgotten++;
    }
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
        && !name.startsWith("java.lang.VirtualThread")
        && !name.startsWith("java.lang.Thread")
        && !name.startsWith("java.util.concurrent.locks.LockSupport");
  }
}
