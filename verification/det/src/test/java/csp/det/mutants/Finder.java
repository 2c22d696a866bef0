// SPDX-License-Identifier: Apache-2.0
package csp.det.mutants;

import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the mutants of a class. */
final class Finder {
  /*
   * Left out, because their faults are no matter of threads, and unit tests are there for them: checks of
   * arguments, and methods for people and for tests. Left out, because a fault costs time alone: hints to the
   * processor. Left out, because a run has replaced them: the bodies of csp.det.LibrarySeams.
   */

  private static final Set<String> SKIPPED_METHODS =
      Set.of(
          "<clinit>",
          "toString",
          "describe",
          "dump",
          "checkInvariants",
          "checkIdle",
          "live",
          "hashCode",
          "equals",
          "inconsistent");

  private static final Set<String> SKIPPED_CALLS =
      Set.of("spinHint", "onSpinWait", "requireNonNull", "addSuppressed", "append", "initCause");

  private static final Set<String> SKIPPED_OWNERS = Set.of("Limits", "Arguments", "Objects");

  private final ClassModel model;
  private final String type;
  private final Set<String> volatiles;
  private final Set<String> finals;
  private final List<Mutant> found = new ArrayList<>();
  private final Map<String, Integer> ordinals = new HashMap<>();
  private MethodModel method;
  private String methodName;
  private int line;

  private Finder(ClassModel model, Set<String> volatiles) {
    this.model = model;
    this.type = Instructions.binaryName(model.thisClass().asSymbol());
    this.volatiles = volatiles;
    this.finals = fields(model, AccessFlag.FINAL).collect(Collectors.toSet());
  }

  /** The fields of {@code model} with that flag, as package.Class.name. */
  static Stream<String> fields(ClassModel model, AccessFlag flag) {
    String type = Instructions.binaryName(model.thisClass().asSymbol());
    return model.fields().stream()
        .filter(field -> field.flags().has(flag))
        .map(field -> type + "." + field.fieldName().stringValue());
  }

  /**
   * All mutants of a class.
   *
   * @param volatiles the volatile fields of all classes, as package.Class.name
   */
  static List<Mutant> find(ClassModel model, Set<String> volatiles) {
    Finder finder = new Finder(model, volatiles);
    for (MethodModel method : model.methods()) {
      if (!isSkipped(method)) {
        method.code().ifPresent(code -> finder.search(method, code));
      }
    }
    return finder.found;
  }

  private static boolean isSkipped(MethodModel method) {
    String name = method.methodName().stringValue();
    return method.flags().has(AccessFlag.BRIDGE)
        || SKIPPED_METHODS.contains(name)
        || SKIPPED_METHODS.stream().anyMatch(other -> name.startsWith("lambda$" + other + "$"));
  }

  private void search(MethodModel searched, CodeModel code) {
    method = searched;
    methodName =
        searched.methodName().stringValue()
            + searched.methodTypeSymbol().parameterList().stream()
                .map(ClassDesc::displayName)
                .collect(Collectors.joining(",", "(", ")"));
    line = 0;
    List<CodeElement> elements = code.elementList();
    String holder = "?"; // the field that a handle or an atomic was last read from
    boolean initializer = false; // elements are stored into an array that was just made
    for (int i = 0; i < elements.size(); i++) {
      switch (elements.get(i)) {
        case LineNumber number -> line = number.line();
        case NewReferenceArrayInstruction _ ->
            initializer = next(elements, i) instanceof StackInstruction;
        case ArrayStoreInstruction _ -> {
          if (initializer) {
            initializer = next(elements, i) instanceof StackInstruction;
          } else {
            add(Mutator.DROP_WRITE, "element", "", i);
          }
        }
        case FieldInstruction access -> {
          holder = access.name().stringValue();
          field(access, i);
        }
        case BranchInstruction branch -> {
          if (Instructions.opposite(branch.opcode()).isPresent()) {
            add(Mutator.NEGATE, "condition", "", i);
          }
        }
        case InvokeInstruction call -> call(call, holder, next(elements, i), i);
        default -> {}
      }
    }
  }

  private static CodeElement next(List<CodeElement> elements, int after) {
    for (int i = after + 1; i < elements.size(); i++) {
      if (elements.get(i) instanceof java.lang.classfile.Instruction instruction) {
        return instruction;
      }
    }
    throw new AssertionError("code without an end");
  }

  private void field(FieldInstruction access, int at) {
    String name = access.name().stringValue();
    String full = Instructions.binaryName(access.owner().asSymbol()) + "." + name;
    boolean isVolatile = volatiles.contains(full);
    boolean write = access.opcode() == Opcode.PUTFIELD || access.opcode() == Opcode.PUTSTATIC;
    if (write && !finals.contains(full) && !name.contains("$")) {
      add(Mutator.DROP_WRITE, name, "", at);
    }
    if (isVolatile && access.opcode() == Opcode.GETFIELD) {
      add(Mutator.WEAKEN, name, "getOpaque", at);
    } else if (isVolatile
        && access.opcode() == Opcode.PUTFIELD
        && !method.methodName().equalsString(ConstantDescs.INIT_NAME)) {
      add(Mutator.WEAKEN, name, "setOpaque", at);
    }
  }

  private void call(InvokeInstruction call, String holder, CodeElement next, int at) {
    String name = call.name().stringValue();
    ClassDesc owner = call.owner().asSymbol();
    if (Instructions.isHandle(owner) || Instructions.isAtomic(owner)) {
      atomic(call, holder, at);
    } else if (owner.equals(Instructions.THREAD)
        && (name.equals("interrupted") || name.equals("isInterrupted"))) {
      add(Mutator.NO_INTERRUPT, name, "", at);
    } else if (isDroppable(owner, name) && isUnused(call, next)) {
      add(Mutator.DROP_CALL, owner.displayName() + "." + name, "", at);
    }
  }

  private static boolean isUnused(InvokeInstruction call, CodeElement next) {
    return call.typeSymbol().returnType().equals(ConstantDescs.CD_void)
        || next instanceof StackInstruction stack
            && (stack.opcode() == Opcode.POP || stack.opcode() == Opcode.POP2);
  }

  private static boolean isDroppable(ClassDesc owner, String name) {
    if (owner.isArray()
        || name.startsWith("<")
        || SKIPPED_CALLS.contains(name)
        || SKIPPED_METHODS.contains(name)
        || SKIPPED_OWNERS.contains(owner.displayName())) {
      return false;
    }
    String packageName = owner.packageName();
    return packageName.startsWith("csp")
        || packageName.startsWith("java.util")
        || owner.equals(Instructions.THREAD)
        || owner.displayName().equals("Runnable");
  }

  private void atomic(InvokeInstruction call, String holder, int at) {
    String name = call.name().stringValue();
    String target = holder + "." + name;
    if (name.startsWith("set") || name.equals("lazySet")) {
      add(Mutator.DROP_WRITE, target, "", at);
    }
    for (String weaker : Instructions.weaker(name)) {
      add(Mutator.WEAKEN, target, weaker, at);
    }
    if (Instructions.split(call).isPresent()) {
      add(Mutator.SPLIT, target, "", at);
    }
    if (Instructions.isCompareAndSet(name)) {
      add(Mutator.CAS_SUCCEEDS, target, "", at);
      add(Mutator.CAS_FAILS, target, "", at);
    } else if (name.equals("compareAndExchange")) {
      add(Mutator.CAS_SUCCEEDS, target, "", at);
    }
  }

  private void add(Mutator mutator, String target, String to, int at) {
    String key = methodName + mutator + target + to;
    int ordinal = ordinals.merge(key, 1, Integer::sum);
    found.add(
        new Mutant(
            type,
            methodName,
            method.methodType().stringValue(),
            mutator,
            target,
            to,
            ordinal,
            at,
            line));
  }
}
