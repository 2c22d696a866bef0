// SPDX-License-Identifier: Apache-2.0
package csp.samples.patterns;

import java.io.PrintWriter;

/**
 * A pattern.
 *
 * @param name what it is asked for by
 * @param source where Go's form of it is explained
 * @param says what it does, in a line
 * @param demo shows it; prints the same each time, and leaves no goroutine
 */
record Pattern(String name, String source, String says, Demo demo) {
  /** Prints to {@code out}. */
  @FunctionalInterface
  interface Demo {
    void run(PrintWriter out) throws Exception;
  }

  /** Rob Pike. */
  static final String TALK = "Go Concurrency Patterns (talk, 2012)";

  /** Sameer Ajmani. */
  static final String ADVANCED_TALK = "Advanced Go Concurrency Patterns (talk, 2013)";

  /** Sameer Ajmani. */
  static final String PIPELINES = "Pipelines and cancellation (Go blog, 2014)";

  /** Andrew Gerrand. */
  static final String SHARE = "Share Memory By Communicating (Go blog, 2010)";

  /** Katherine Cox-Buday. */
  static final String BOOK = "Concurrency in Go (book, 2017)";

  /** The Go authors. */
  static final String EFFECTIVE = "Effective Go, Channels";

  /** Mark McGranaghan and Eli Bendersky. */
  static final String BY_EXAMPLE = "Go by Example";
}
