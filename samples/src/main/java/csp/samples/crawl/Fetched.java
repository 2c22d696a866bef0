// SPDX-License-Identifier: Apache-2.0
package csp.samples.crawl;

import java.net.URI;
import java.util.List;

/** What became of a request. */
sealed interface Fetched {
  /** An answer: its status, how many bytes its body has, and where it leads to on this site. */
  record Answer(int status, long bytes, List<URI> links) implements Fetched {
    @Override
    public boolean isBroken() {
      return status >= 400;
    }

    @Override
    public String why() {
      return Integer.toString(status);
    }
  }

  /** No answer, and why. */
  record Failed(String why) implements Fetched {
    @Override
    public boolean isBroken() {
      return true;
    }

    @Override
    public List<URI> links() {
      return List.of();
    }
  }

  boolean isBroken();

  String why();

  List<URI> links();
}
