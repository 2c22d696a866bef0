// SPDX-License-Identifier: Apache-2.0
package csp.testkit;

/** The two kinds of threads; a source of parameters with {@code @EnumSource}. */
public enum ThreadKind {
  /** A virtual thread. */
  VIRTUAL,
  /** A platform thread; a daemon, so that a hung one does not keep the JVM. */
  PLATFORM;

  Thread unstarted(String name, Runnable body) {
    return switch (this) {
      case VIRTUAL -> Thread.ofVirtual().name(name).unstarted(body);
      case PLATFORM -> Thread.ofPlatform().daemon().name(name).unstarted(body);
    };
  }
}
