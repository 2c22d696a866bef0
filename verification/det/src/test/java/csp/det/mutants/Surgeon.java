// SPDX-License-Identifier: Apache-2.0
package csp.det.mutants;

import csp.mutated.NotAtomic;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes the classes of mutants. */
final class Surgeon {
  private static final ClassDesc REACHED = ClassDesc.of(Reached.class.getName());
  private static final ClassDesc NOT_ATOMIC = ClassDesc.of(NotAtomic.class.getName());

  private final ClassFile file;

  Surgeon(ClassLoader loader) {
    file =
        ClassFile.of(
            ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(loader)
                    .orElse(ClassHierarchyResolver.defaultResolver())));
  }

  ClassModel parse(byte[] bytes) {
    return file.parse(bytes);
  }

  /** The class as it is. */
  byte[] copy(ClassModel model) {
    return transform(model, _ -> null);
  }

  /** The class with {@code mutant} in it. */
  byte[] mutate(ClassModel model, Mutant mutant) {
    return transform(
        model,
        method ->
            isOf(mutant, method)
                ? new Counting() {
                  @Override
                  void element(CodeBuilder code, CodeElement element, int index) {
                    if (index == mutant.element()) {
                      apply(code, element, mutant);
                    } else {
                      code.with(element);
                    }
                  }
                }
                : null);
  }

  /** The class as it is, but that it tells {@link Reached} of each place of a mutant. */
  byte[] probe(ClassModel model, List<Mutant> mutants, Map<Mutant, Integer> numbers) {
    return transform(
        model,
        method -> {
          Map<Integer, List<Mutant>> places =
              mutants.stream()
                  .filter(mutant -> isOf(mutant, method))
                  .collect(Collectors.groupingBy(Mutant::element));
          return new Counting() {
            @Override
            void element(CodeBuilder code, CodeElement element, int index) {
              for (Mutant mutant : places.getOrDefault(index, List.of())) {
                code.loadConstant(numbers.get(mutant))
                    .invokestatic(
                        REACHED,
                        "at",
                        MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int));
              }
              code.with(element);
            }
          };
        });
  }

  private static boolean isOf(Mutant mutant, MethodModel method) {
    return mutant.descriptor().equals(method.methodType().stringValue())
        && mutant.method().startsWith(method.methodName().stringValue() + "(");
  }

  private byte[] transform(ClassModel model, Function<MethodModel, CodeTransform> transforms) {
    ClassTransform transform =
        (builder, element) -> {
          CodeTransform change =
              element instanceof MethodModel method && method.code().isPresent()
                  ? transforms.apply(method)
                  : null;
          if (change == null) {
            builder.with(element);
          } else {
            builder.transformMethod(
                (MethodModel) element, MethodTransform.transformingCode(change));
          }
        };
    return file.transformClass(model, transform);
  }

  private abstract static class Counting implements CodeTransform {
    private int index;

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      element(code, element, index++);
    }

    abstract void element(CodeBuilder code, CodeElement element, int index);
  }

  private static void apply(CodeBuilder code, CodeElement element, Mutant mutant) {
    switch (element) {
      case BranchInstruction branch ->
          code.branch(Instructions.opposite(branch.opcode()).orElseThrow(), branch.target());
      case ArrayStoreInstruction store -> {
        pop(code, store.typeKind());
        code.pop2();
      }
      case FieldInstruction access -> field(code, access, mutant);
      case InvokeInstruction call -> call(code, call, mutant);
      default -> throw new AssertionError("nothing to do to " + element);
    }
  }

  private static void field(CodeBuilder code, FieldInstruction access, Mutant mutant) {
    ClassDesc type = access.typeSymbol();
    TypeKind kind = TypeKind.from(type);
    if (mutant.mutator() == Mutator.DROP_WRITE) {
      pop(code, kind);
      if (access.opcode() == Opcode.PUTFIELD) {
        code.pop();
      }
      return;
    }
    ClassDesc owner = access.owner().asSymbol();
    DynamicConstantDesc<?> handle =
        DynamicConstantDesc.ofNamed(
            ConstantDescs.ofConstantBootstrap(
                ClassDesc.of("java.lang.invoke.ConstantBootstraps"),
                "fieldVarHandle",
                ConstantDescs.CD_VarHandle,
                ConstantDescs.CD_Class,
                ConstantDescs.CD_Class),
            access.name().stringValue(),
            ConstantDescs.CD_VarHandle,
            owner,
            type);
    if (mutant.to().equals("getOpaque")) {
      code.loadConstant(handle)
          .swap()
          .invokevirtual(ConstantDescs.CD_VarHandle, mutant.to(), MethodTypeDesc.of(type, owner));
    } else {
      int value = code.allocateLocal(kind);
      code.storeLocal(kind, value)
          .loadConstant(handle)
          .swap()
          .loadLocal(kind, value)
          .invokevirtual(
              ConstantDescs.CD_VarHandle,
              mutant.to(),
              MethodTypeDesc.of(ConstantDescs.CD_void, owner, type));
    }
  }

  private static void call(CodeBuilder code, InvokeInstruction call, Mutant mutant) {
    MethodTypeDesc type = call.typeSymbol();
    switch (mutant.mutator()) {
      case WEAKEN -> {
        boolean plain = Instructions.isHandle(call.owner().asSymbol());
        String to = mutant.to();
        if (plain && to.equals("setPlain") || plain && to.equals("getPlain")) {
          to = to.substring(0, 3);
        }
        code.invokevirtual(call.owner().asSymbol(), to, type);
      }
      case SPLIT -> {
        MethodTypeDesc general = Instructions.split(call).orElseThrow();
        code.invokestatic(NOT_ATOMIC, call.name().stringValue(), general);
        if (!general.returnType().equals(type.returnType())) {
          code.checkcast(type.returnType());
        }
      }
      case CAS_SUCCEEDS -> {
        if (Instructions.isCompareAndSet(call.name().stringValue())) {
          drop(code, call);
          code.iconst_1();
        } else {
          TypeKind kind = TypeKind.from(type.returnType());
          int expected = code.allocateLocal(kind);
          pop(code, TypeKind.from(type.parameterType(type.parameterCount() - 1)));
          code.storeLocal(kind, expected);
          for (int i = type.parameterCount() - 3; i >= 0; i--) {
            pop(code, TypeKind.from(type.parameterType(i)));
          }
          code.pop().loadLocal(kind, expected);
        }
      }
      case DROP_CALL, DROP_WRITE, CAS_FAILS, NO_INTERRUPT -> {
        drop(code, call);
        pushNothing(code, TypeKind.from(type.returnType()));
      }
      case NEGATE -> throw new AssertionError("a call is no condition");
    }
  }

  /** Takes the arguments of {@code call} off the stack. */
  private static void drop(CodeBuilder code, InvokeInstruction call) {
    MethodTypeDesc type = call.typeSymbol();
    for (int i = type.parameterCount() - 1; i >= 0; i--) {
      pop(code, TypeKind.from(type.parameterType(i)));
    }
    if (call.opcode() != Opcode.INVOKESTATIC) {
      code.pop();
    }
  }

  private static void pop(CodeBuilder code, TypeKind kind) {
    if (kind.slotSize() == 2) {
      code.pop2();
    } else {
      code.pop();
    }
  }

  private static void pushNothing(CodeBuilder code, TypeKind kind) {
    switch (kind.asLoadable()) {
      case INT -> code.iconst_0();
      case LONG -> code.lconst_0();
      case FLOAT -> code.fconst_0();
      case DOUBLE -> code.dconst_0();
      case REFERENCE -> code.aconst_null();
      default -> {} // void
    }
  }
}
