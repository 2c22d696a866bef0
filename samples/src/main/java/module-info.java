// SPDX-License-Identifier: Apache-2.0

/**
 * Runnable programs. They see what every user of the library sees, so that they compile only if the
 * public packages are enough.
 */
@org.jspecify.annotations.NullMarked
module csp.samples {
  requires csp.context;
  requires csp.core;
  requires csp.select;
  requires csp.sync;
  requires info.picocli;
  requires java.net.http;
  requires me.tongfei.progressbar;
  requires static org.jspecify;

  // It sets the options.
  opens csp.samples to
      info.picocli;
  opens csp.samples.chat to
      info.picocli;
  opens csp.samples.cli to
      info.picocli;
  opens csp.samples.crawl to
      info.picocli;
  opens csp.samples.digest to
      info.picocli;
  opens csp.samples.logstats to
      info.picocli;
  opens csp.samples.patterns to
      info.picocli;
  opens csp.samples.pipe to
      info.picocli;
  opens csp.samples.wordcount to
      info.picocli;
}
