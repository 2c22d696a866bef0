// SPDX-License-Identifier: Apache-2.0
package csp.det;

import java.util.List;
import java.util.Locale;

/** How a variable is accessed, as a set of bits that woven code carries as a constant. */
final class Mode {
  private static final int READ = 1;
  private static final int WRITE = 2;
  private static final int ACQUIRE = 4;
  private static final int RELEASE = 8;
  private static final int ATOMIC = 16; // not plain
  private static final int TOTAL = 32; // volatile: in one order with all others
  private static final int CONDITIONAL = 64; // reads, and writes if what it read was as expected
  private static final int VOLATILE = ACQUIRE | RELEASE | ATOMIC | TOTAL;

  static final int PLAIN_READ = READ;
  static final int PLAIN_WRITE = WRITE;
  static final int VOLATILE_READ = READ | ACQUIRE | ATOMIC | TOTAL;
  static final int VOLATILE_WRITE = WRITE | RELEASE | ATOMIC | TOTAL;

  private static final List<String> READING =
      List.of(
          "get",
          "contains",
          "size",
          "isEmpty",
          "iterator",
          "stream",
          "forEach",
          "keySet",
          "values",
          "entrySet",
          "peek",
          "first",
          "last",
          "indexOf",
          "subList",
          "toArray",
          "toString",
          "equals",
          "hashCode",
          "element",
          "floor",
          "ceiling",
          "higher",
          "lower",
          "descending",
          "listIterator");

  private Mode() {}

  static boolean reads(int mode) {
    return (mode & READ) != 0;
  }

  static boolean writes(int mode) {
    return (mode & WRITE) != 0;
  }

  static boolean acquires(int mode) {
    return (mode & ACQUIRE) != 0;
  }

  static boolean releases(int mode) {
    return (mode & RELEASE) != 0;
  }

  static boolean isPlain(int mode) {
    return (mode & ATOMIC) == 0;
  }

  /** Whether a write leaves what earlier writes have released for those who acquire it. */
  static boolean keepsReleased(int mode) {
    return (mode & TOTAL) != 0 || reads(mode);
  }

  static boolean isConditional(int mode) {
    return (mode & CONDITIONAL) != 0;
  }

  /** The part of a conditional access that happens in any case; all of any other. */
  static int unconditional(int mode) {
    return isConditional(mode) ? mode & ~(WRITE | RELEASE | CONDITIONAL) : mode;
  }

  /** What a conditional access does besides when it succeeds. */
  static int onSuccess(int mode) {
    return mode & ~(ACQUIRE | CONDITIONAL);
  }

  /** The mode of {@code method} of a VarHandle. */
  static int ofHandle(String method) {
    return switch (method) {
      case "get" -> READ;
      case "set" -> WRITE;
      default -> of(method);
    };
  }

  /** The mode of {@code method} of an atomic of java.util.concurrent. */
  static int ofAtomic(String method) {
    return switch (method) {
      case "set" -> VOLATILE_WRITE;
      case "lazySet" -> WRITE | RELEASE | ATOMIC;
      case "get", "intValue", "longValue", "floatValue", "doubleValue", "toString" -> VOLATILE_READ;
      default -> of(method);
    };
  }

  /** The mode of {@code method} of a collection: by its name. */
  static int ofCollection(String method) {
    for (String reading : READING) {
      if (method.startsWith(reading)) {
        return PLAIN_READ;
      }
    }
    return PLAIN_WRITE;
  }

  private static int of(String method) {
    String name = method.toLowerCase(Locale.ROOT);
    int direction;
    if (name.contains("compareand")) {
      direction = READ | WRITE | CONDITIONAL;
    } else if (name.contains("and")) { // getAndAdd, incrementAndGet
      direction = READ | WRITE;
    } else {
      direction = name.startsWith("get") ? READ : WRITE;
    }
    int order = VOLATILE;
    if (name.endsWith("plain")) {
      order = direction == READ || direction == WRITE ? 0 : ATOMIC;
    } else if (name.endsWith("opaque")) {
      order = ATOMIC;
    } else if (name.endsWith("acquire")) {
      order = ACQUIRE | ATOMIC;
    } else if (name.endsWith("release")) {
      order = RELEASE | ATOMIC;
    } else if (direction == READ) {
      order &= ~RELEASE;
    } else if (direction == WRITE) {
      order &= ~ACQUIRE;
    }
    return direction | order;
  }
}
