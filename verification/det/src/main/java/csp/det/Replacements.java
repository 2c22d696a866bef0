// SPDX-License-Identifier: Apache-2.0
package csp.det;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Optional;
import java.util.Set;

/** The methods of the JDK that woven code does not call, but a method of {@link Hooks} instead. */
final class Replacements {
  private static final Set<String> REPLACED =
      Set.of(
          "java.lang.Thread.onSpinWait()V",
          "java.lang.Thread.yield()V",
          "java.lang.Thread.sleep(J)V",
          "java.lang.Thread.sleep(Ljava/time/Duration;)V",
          "java.lang.Thread.join()V",
          "java.lang.Thread.isAlive()Z",
          "java.lang.Thread.interrupt()V",
          "java.lang.Thread.interrupted()Z",
          "java.lang.Thread.isInterrupted()Z",
          "java.lang.System.nanoTime()J",
          "java.lang.System.currentTimeMillis()J",
          "java.time.Instant.now()Ljava/time/Instant;",
          "java.util.concurrent.ThreadLocalRandom.nextInt(I)I");

  private Replacements() {}

  /** The type of the static method to call instead, or empty if it is called as it is. */
  static Optional<MethodTypeDesc> of(
      String owner, String method, MethodTypeDesc type, boolean isStatic) {
    if (!REPLACED.contains(owner + "." + method + type.descriptorString())) {
      return Optional.empty();
    }
    return Optional.of(isStatic ? type : type.insertParameterTypes(0, ClassDesc.of(owner)));
  }

  /** Whether the method of VarHandle that is called so accesses a variable. */
  static boolean isAccess(String method) {
    return method.startsWith("get")
        || method.startsWith("set")
        || method.startsWith("compareAnd")
        || method.startsWith("weakCompareAnd");
  }
}
