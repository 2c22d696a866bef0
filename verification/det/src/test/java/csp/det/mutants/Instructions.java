// SPDX-License-Identifier: Apache-2.0
package csp.det.mutants;

import csp.mutated.NotAtomic;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the mutators know of instructions. */
final class Instructions {
  static final ClassDesc THREAD = ClassDesc.of("java.lang.Thread");
  private static final String ATOMICS = "java.util.concurrent.atomic";

  /** Of the methods that stand for an atomic step in two. */
  private static final Set<String> SPLITS =
      Arrays.stream(NotAtomic.class.getDeclaredMethods())
          .map(Instructions::signature)
          .collect(Collectors.toSet());

  private Instructions() {}

  private static String signature(Method method) {
    return method.getName()
        + Arrays.stream(method.getParameterTypes())
            .map(Class::descriptorString)
            .collect(Collectors.joining("", "(", ")"));
  }

  static boolean isHandle(ClassDesc owner) {
    return owner.equals(ConstantDescs.CD_VarHandle);
  }

  static boolean isAtomic(ClassDesc owner) {
    return !owner.isArray() && owner.packageName().equals(ATOMICS);
  }

  static boolean isCompareAndSet(String method) {
    return method.equals("compareAndSet") || method.startsWith("weakCompareAndSet");
  }

  /** The methods that do the same and order less; one step, where there are several. */
  static List<String> weaker(String method) {
    return switch (method) {
      case "set", "setVolatile", "setRelease", "lazySet" -> List.of("setOpaque");
      case "setOpaque" -> List.of("setPlain");
      case "get", "getVolatile", "getAcquire" -> List.of("getOpaque");
      case "getOpaque" -> List.of("getPlain");
      case "compareAndSet" -> List.of("weakCompareAndSetPlain");
      case "compareAndExchange" ->
          List.of("compareAndExchangeAcquire", "compareAndExchangeRelease");
      default -> List.of();
    };
  }

  /** The method of {@link NotAtomic} for {@code call}, if there is one. */
  static Optional<MethodTypeDesc> split(InvokeInstruction call) {
    MethodTypeDesc type = call.typeSymbol();
    ClassDesc owner = call.owner().asSymbol();
    MethodTypeDesc general = type.insertParameterTypes(0, owner);
    for (int i = 1; i < general.parameterCount(); i++) {
      if (!general.parameterType(i).isPrimitive()) {
        general = general.changeParameterType(i, ConstantDescs.CD_Object);
      }
    }
    if (!general.returnType().isPrimitive()) {
      general = general.changeReturnType(ConstantDescs.CD_Object);
    }
    String signature =
        call.name().stringValue()
            + general.parameterList().stream()
                .map(ClassDesc::descriptorString)
                .collect(Collectors.joining("", "(", ")"));
    return SPLITS.contains(signature) ? Optional.of(general) : Optional.empty();
  }

  /** The jump that is taken when {@code jump} is not. */
  static Optional<Opcode> opposite(Opcode jump) {
    return Optional.ofNullable(
        switch (jump) {
          case IFEQ -> Opcode.IFNE;
          case IFNE -> Opcode.IFEQ;
          case IFLT -> Opcode.IFGE;
          case IFGE -> Opcode.IFLT;
          case IFGT -> Opcode.IFLE;
          case IFLE -> Opcode.IFGT;
          case IF_ICMPEQ -> Opcode.IF_ICMPNE;
          case IF_ICMPNE -> Opcode.IF_ICMPEQ;
          case IF_ICMPLT -> Opcode.IF_ICMPGE;
          case IF_ICMPGE -> Opcode.IF_ICMPLT;
          case IF_ICMPGT -> Opcode.IF_ICMPLE;
          case IF_ICMPLE -> Opcode.IF_ICMPGT;
          case IF_ACMPEQ -> Opcode.IF_ACMPNE;
          case IF_ACMPNE -> Opcode.IF_ACMPEQ;
          case IFNULL -> Opcode.IFNONNULL;
          case IFNONNULL -> Opcode.IFNULL;
          default -> null;
        });
  }

  /** As {@link Class#getName}. */
  static String binaryName(ClassDesc type) {
    String descriptor = type.descriptorString();
    return descriptor.substring(1, descriptor.length() - 1).replace('/', '.');
  }
}
