// SPDX-License-Identifier: Apache-2.0
package csp.det.lin;

import java.util.SplittableRandom;
import java.util.function.Function;

/** What random programs are about. */
enum Family {
  CHANNELS(ChannelSpec::new),
  MUTEX(_ -> new LockSpec(false)),
  SPIN_LOCK(_ -> new LockSpec(true)),
  RW_MUTEX(_ -> new ReadWriteSpec()),
  SEMAPHORE(SemaphoreSpec::new),
  WAIT_GROUP(WaitGroupSpec::new),
  ONCE(_ -> new OnceSpec()),
  COND(CondSpec::new),
  SEMA(SemaSpec::new),
  ATOMIC_VALUE(AtomicValueSpec::new),
  SYNC_MAP(SyncMapSpec::new),
  POOL(_ -> new PoolSpec());

  private final Function<SplittableRandom, Spec> spec;

  Family(Function<SplittableRandom, Spec> spec) {
    this.spec = spec;
  }

  /** The primitive, in a make that is drawn too. */
  Spec spec(SplittableRandom random) {
    return spec.apply(random);
  }
}
