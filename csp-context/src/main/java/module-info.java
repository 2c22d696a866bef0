// SPDX-License-Identifier: Apache-2.0

/** Contexts: cancellation, deadlines and values that are handed down a call tree. */
@org.jspecify.annotations.NullMarked
module csp.context {
  requires transitive csp.core;
  requires static transitive org.jspecify;

  exports csp.context;
}
