// SPDX-License-Identifier: Apache-2.0

/** Go's sync and x/sync for virtual threads: locks, wait groups, pools and groups of tasks. */
@org.jspecify.annotations.NullMarked
module csp.sync {
  requires transitive csp.context;
  requires transitive csp.core;
  requires transitive csp.select;
  requires static transitive org.jspecify;

  exports csp.sync;
}
