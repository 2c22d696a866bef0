// SPDX-License-Identifier: Apache-2.0
package csp.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The weak twin of {@link Sudogs}, as those of {@link Weak}. */
public class WeakSudogs {
  private WeakSudogs() {}

  /** Takes what is kept without the lock. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = ACCEPTABLE)
  @Outcome(id = "1, 1", expect = ACCEPTABLE_INTERESTING, desc = "the fault, caught")
  @Outcome(expect = FORBIDDEN, desc = "cannot be")
  @State
  public static class TakenOnce {
    private volatile int kept = 1;

    private int take() {
      int taken = kept;
      kept = 0; // should be one step with the read
      return taken;
    }

    @Actor
    public void first(II_Result r) {
      r.r1 = take();
    }

    @Actor
    public void second(II_Result r) {
      r.r2 = take();
    }
  }
}
