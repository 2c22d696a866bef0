// SPDX-License-Identifier: Apache-2.0
package csp.sync;

import csp.testkit.SeamCheck;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SeamTest {
  @Test
  void thisModuleKeepsTheSeams() {
    SeamCheck.assertSeamsAreKept(Path.of(System.getProperty("basedir", "."), "target", "classes"));
  }
}
