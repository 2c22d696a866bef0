// SPDX-License-Identifier: Apache-2.0
package csp.det.mutants;

/**
 * What has become of a mutant.
 *
 * @param kind how it ended
 * @param by the test that has noticed it, or empty
 * @param why what that said
 */
record Fate(Kind kind, String by, String why) {
  enum Kind {
    /** A scenario, or a random program, fails with it, and does not without it. */
    KILLED,
    /** A unit test does. */
    KILLED_BY_UNIT,
    /** A test does not end with it, or its JVM does. */
    STUCK,
    /** All tests that come to its place pass. */
    SURVIVED,
    /** No test comes to its place. */
    NOT_REACHED
  }

  static final Fate SURVIVED = new Fate(Kind.SURVIVED, "", "");
  static final Fate NOT_REACHED = new Fate(Kind.NOT_REACHED, "", "");

  boolean isNoticed() {
    return kind != Kind.SURVIVED && kind != Kind.NOT_REACHED;
  }
}
