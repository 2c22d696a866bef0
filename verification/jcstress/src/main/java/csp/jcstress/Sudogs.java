// SPDX-License-Identifier: Apache-2.0
package csp.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import csp.internal.park.Sudog;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** The sudog that a site keeps from one wait to the next. */
public class Sudogs {
  private Sudogs() {}

  private static Sudog spent(Site site) {
    Sudog sudog = site.take();
    sudog.element(7);
    site.fire(sudog);
    return sudog;
  }

  /** {@code takes | takes}, with one that is kept: one of them gets it. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = ACCEPTABLE,
      desc = "taken once")
  @Outcome(expect = FORBIDDEN, desc = "one sudog for two waits, or lost")
  @State
  public static class TakenOnce {
    private final Site site = new Site();
    private final Sudog kept = spent(site);

    /** Keeps one. */
    public TakenOnce() {
      site.giveBack(kept);
    }

    @Actor
    public void first(II_Result r) {
      r.r1 = site.take() == kept ? 1 : 0;
    }

    @Actor
    public void second(II_Result r) {
      r.r2 = site.take() == kept ? 1 : 0;
    }
  }

  /** {@code gives back | takes}: what is taken is as new, and belongs to who took it. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "a new one")
  @Outcome(id = "1, 3", expect = ACCEPTABLE, desc = "the one given back, as new")
  @Outcome(expect = FORBIDDEN, desc = "something is left of the wait before")
  @State
  public static class GivenBackAsNew {
    private final Site site = new Site();
    private final Sudog spent = spent(site);

    @Actor
    public void before() {
      site.giveBack(spent);
    }

    @Actor
    public void after(II_Result r) {
      Sudog sudog = site.take();
      if (sudog == spent) {
        r.r1 = 1;
        r.r2 =
            (sudog.element() == null && !sudog.success() && !sudog.isDecided() ? 1 : 0)
                + (sudog.thread() == Thread.currentThread() ? 2 : 0);
      }
    }
  }

  /** {@code gives back | gives back | takes, takes}: one of the two, and then a new one. */
  @JCStressTest
  @Outcome(
      id = {"0, 0, 1", "0, 0, 2"},
      expect = ACCEPTABLE,
      desc = "one is kept, and taken once")
  @Outcome(expect = FORBIDDEN, desc = "none is kept, or it is taken twice")
  @State
  public static class OneIsKept {
    private final Site site = new Site();
    private final Sudog a = spent(site);
    private final Sudog b = spent(site);

    @Actor
    public void first() {
      site.giveBack(a);
    }

    @Actor
    public void second() {
      site.giveBack(b);
    }

    @Arbiter
    public void taken(III_Result r) {
      Sudog one = site.take();
      Sudog other = site.take();
      r.r3 = (one == a ? 1 : one == b ? 2 : 0) + (other == a || other == b ? 4 : 0);
    }
  }
}
