// SPDX-License-Identifier: Apache-2.0
package csp.internal.channel;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** What the ring of a broadcast is made of. Lasts as long as the ring. */
final class Slot {
  @SuppressWarnings("unused") // read and written through ELEMENT only
  private @Nullable Object element;

  @Nullable Object get() {
    return ELEMENT.getAcquire(this);
  }

  void set(@Nullable Object value) {
    ELEMENT.setRelease(this, value);
  }

  // VarHandle mechanics

  private static final VarHandle ELEMENT =
      ConstantBootstraps.fieldVarHandle(
          MethodHandles.lookup(), "element", VarHandle.class, Slot.class, Object.class);
}
