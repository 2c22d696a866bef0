// SPDX-License-Identifier: Apache-2.0
package csp.det;

import java.lang.constant.ClassDesc;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Numbers for fields, so that woven code names them by a constant. */
final class Fields {
  private static final Map<String, Integer> NUMBERS = new HashMap<>();
  private static final List<String> NAMES = new ArrayList<>();
  private static final Map<VarHandle, Target> TARGETS = new IdentityHashMap<>(); // runs only

  /** Stands for all that a collection holds. */
  static final int CONTENTS = number("the contents of a collection");

  private Fields() {}

  /**
   * What a VarHandle accesses.
   *
   * @param field its number
   * @param coordinates 0 for a static field, 1 for that of an object, 2 for an element of an array
   */
  record Target(int field, int coordinates) {
    boolean isStatic() {
      return coordinates == 0;
    }

    boolean isElement() {
      return coordinates > 1;
    }
  }

  /** The number of {@code package.Class.name}; {@code Class} is the one that declares it. */
  static synchronized int number(String field) {
    return NUMBERS.computeIfAbsent(
        field,
        added -> {
          NAMES.add(added);
          return NAMES.size() - 1;
        });
  }

  static synchronized String name(int number) {
    return NAMES.get(number);
  }

  static Target target(VarHandle handle) {
    return TARGETS.computeIfAbsent(handle, Fields::resolve);
  }

  private static Target resolve(VarHandle handle) {
    int coordinates = handle.coordinateTypes().size();
    String name = "a VarHandle " + System.identityHashCode(handle);
    if (coordinates < 2 && handle.describeConstable().isPresent()) {
      VarHandle.VarHandleDesc description = handle.describeConstable().get();
      if (description.bootstrapArgsList().getFirst() instanceof ClassDesc owner) {
        name = binaryName(owner) + "." + description.constantName();
      }
    }
    return new Target(number(name), coordinates);
  }

  /** As {@link Class#getName}. */
  static String binaryName(ClassDesc type) {
    String descriptor = type.descriptorString();
    return descriptor.substring(1, descriptor.length() - 1).replace('/', '.');
  }
}
