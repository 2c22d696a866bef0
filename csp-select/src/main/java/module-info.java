// SPDX-License-Identifier: Apache-2.0

/** Select: waiting on several channels at once and going on with the one that is ready. */
@org.jspecify.annotations.NullMarked
module csp.select {
  requires transitive csp.core;
  requires static transitive org.jspecify;

  exports csp.pipeline;
  exports csp.select;
  exports csp.internal.select to
      csp.sync;
}
