// SPDX-License-Identifier: Apache-2.0
package csp.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Write, then publish: what every hand-over of the library stands on. No code of ours is in it; if
 * this one fails, the machine or the harness is at fault.
 *
 * <pre>
 *   element = 1; published = 1 (release)  |  published (acquire); element
 * </pre>
 */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "read before anything was written")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the element alone may be seen early")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "published, and the element with it")
@Outcome(id = "1, 0", expect = FORBIDDEN, desc = "published without the element")
@State
public class Publication {
  private final AtomicInteger published = new AtomicInteger();
  private int element;

  @Actor
  public void publish() {
    element = 1;
    published.setRelease(1);
  }

  @Actor
  public void read(II_Result r) {
    r.r1 = published.getAcquire();
    r.r2 = element;
  }
}
