// SPDX-License-Identifier: Apache-2.0
package csp.det;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_VarHandle;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Weaves one method. */
final class MethodWeaver implements CodeTransform {
  private static final ClassDesc HOOKS = ClassDesc.of("csp.det.Hooks");
  private static final ClassDesc SEAMS = ClassDesc.of("csp.det.LibrarySeams");
  private static final MethodTypeDesc NOTHING = MethodTypeDesc.of(CD_void);
  private static final MethodTypeDesc OBJECT = MethodTypeDesc.of(CD_void, CD_Object);
  private static final MethodTypeDesc PLACE = MethodTypeDesc.of(CD_void, CD_Object, CD_int);
  private static final MethodTypeDesc ATOMIC =
      MethodTypeDesc.of(CD_void, CD_Object, CD_int, CD_int);
  private static final MethodTypeDesc HANDLE =
      MethodTypeDesc.of(CD_void, CD_VarHandle, CD_Object, CD_int, CD_int);
  private static final String CONCURRENT = "java.util.concurrent.";

  /** Their public methods are steps of an operation, and no operations. */
  private static final List<String> STEPS =
      List.of("csp.internal.park", "csp.internal.timer", "csp.internal.select");

  private static final Set<TypeKind> EXCHANGED =
      Set.of(TypeKind.REFERENCE, TypeKind.INT, TypeKind.LONG);

  private final Weaver weaver;
  private final ClassLoader loader;
  private final ClassDesc type;
  private final MethodModel method;
  private final String name;
  private final boolean isConstructor;
  private final boolean isInitializer;
  private final boolean isOperation;
  private final Map<String, Integer> locals = new HashMap<>();
  private boolean constructed; // the other constructor was called: this can be passed on
  private int allocated; // objects made, but whose constructor was not called yet

  MethodWeaver(Weaver weaver, ClassLoader loader, ClassModel model, MethodModel method) {
    this.weaver = weaver;
    this.loader = loader;
    this.type = model.thisClass().asSymbol();
    this.method = method;
    this.name = method.methodName().stringValue();
    this.isConstructor = name.equals("<init>");
    this.isInitializer = name.equals("<clinit>");
    this.constructed = !isConstructor;
    this.isOperation =
        method.flags().has(AccessFlag.PUBLIC)
            && !method.flags().has(AccessFlag.SYNTHETIC)
            && !isConstructor
            && !name.endsWith("Step")
            && !STEPS.contains(type.packageName());
  }

  @Override
  public void atStart(CodeBuilder code) {
    if (isInitializer) {
      hook(code, "enterInitializer", NOTHING);
      return;
    }
    if (LibrarySeams.ALL.stream().anyMatch(seam -> seam.is(type, name))) {
      replaceInRun(code);
    }
    if (isOperation) {
      hook(code, "operation", NOTHING);
    }
    if (method.flags().has(AccessFlag.SYNCHRONIZED)) {
      hook(pushMonitor(code), "entered", OBJECT);
    }
  }

  private void replaceInRun(CodeBuilder code) {
    MethodTypeDesc signature = method.methodTypeSymbol();
    MethodTypeDesc replacement = signature;
    for (int i = 0; i < signature.parameterCount(); i++) {
      if (!signature.parameterType(i).isPrimitive()) {
        replacement = replacement.changeParameterType(i, CD_Object);
      }
    }
    MethodTypeDesc called = replacement;
    hook(code, "inRun", MethodTypeDesc.of(CD_boolean))
        .ifThen(then -> {
          for (int i = 0; i < signature.parameterCount(); i++) {
            then.loadLocal(TypeKind.from(signature.parameterType(i)), then.parameterSlot(i));
          }
          then.invokestatic(SEAMS, name, called).return_(TypeKind.from(signature.returnType()));
        });
  }

  @Override
  public void accept(CodeBuilder code, CodeElement element) {
    if (isInitializer) {
      if (element instanceof ReturnInstruction) {
        hook(code, "leaveInitializer", NOTHING);
      }
      code.with(element);
      return;
    }
    if (!constructed) {
      follow(element);
      code.with(element);
      return;
    }
    switch (element) {
      case FieldInstruction access -> field(code, access);
      case ArrayLoadInstruction load -> {
        hook(code.dup2(), "readElement", PLACE);
        code.with(load);
      }
      case ArrayStoreInstruction store -> {
        int value = local(code, store.typeKind(), "value");
        code.storeLocal(store.typeKind(), value).dup2();
        hook(code, "writeElement", PLACE).loadLocal(store.typeKind(), value).with(store);
      }
      case InvokeInstruction call -> call(code, call);
      case MonitorInstruction monitor -> monitor(code, monitor);
      case ReturnInstruction end -> {
        if (method.flags().has(AccessFlag.SYNCHRONIZED)) {
          hook(pushMonitor(code), "leaving", OBJECT);
        }
        code.with(end);
      }
      default -> code.with(element);
    }
  }

  /** Waits for the call of another constructor of this class or of the one above. */
  private void follow(CodeElement element) {
    if (element instanceof NewObjectInstruction) {
      allocated++;
    } else if (element instanceof InvokeInstruction call
        && call.opcode() == Opcode.INVOKESPECIAL
        && call.name().equalsString("<init>")) {
      if (allocated == 0) {
        constructed = true;
      } else {
        allocated--;
      }
    }
  }

  private void field(CodeBuilder code, FieldInstruction access) {
    Optional<Weaver.Field> resolved =
        weaver.field(loader, access.owner().asSymbol(), access.name().stringValue());
    if (resolved.isEmpty() || resolved.get().isFinal()) {
      code.with(access);
      return;
    }
    Weaver.Field field = resolved.get();
    String suffix = field.isVolatile() ? "Volatile" : "";
    switch (access.opcode()) {
      case GETFIELD -> hook(code.dup().loadConstant(field.number()), "read" + suffix, PLACE);
      case GETSTATIC ->
          hook(code.aconst_null().loadConstant(field.number()), "read" + suffix, PLACE);
      case PUTSTATIC ->
          hook(code.aconst_null().loadConstant(field.number()), "write" + suffix, PLACE);
      default -> {
        TypeKind kind = TypeKind.from(access.typeSymbol());
        int value = local(code, kind, "value");
        code.storeLocal(kind, value).dup().loadConstant(field.number());
        boolean own = isConstructor && !field.isVolatile();
        hook(code, own ? "initialize" : "write" + suffix, PLACE).loadLocal(kind, value);
      }
    }
    code.with(access);
  }

  private void monitor(CodeBuilder code, MonitorInstruction monitor) {
    if (monitor.opcode() == Opcode.MONITORENTER) {
      hook(code, "entering", NOTHING).dup().with(monitor);
      hook(code, "entered", OBJECT);
    } else {
      hook(code.dup(), "leaving", OBJECT).with(monitor);
    }
  }

  // Calls

  private void call(CodeBuilder code, InvokeInstruction call) {
    String owner =
        call.owner().asSymbol().isArray() ? "" : Fields.binaryName(call.owner().asSymbol());
    String called = call.name().stringValue();
    boolean isStatic = call.opcode() == Opcode.INVOKESTATIC;
    Optional<MethodTypeDesc> replacement =
        Replacements.of(owner, called, call.typeSymbol(), isStatic);
    if (replacement.isPresent()) {
      hook(
          code,
          called.equals("yield") || called.equals("onSpinWait") ? "spin" : called,
          replacement.get());
    } else if (owner.equals(CONCURRENT + "locks.LockSupport")) {
      hook(code, "parking", NOTHING).with(call);
    } else if (isStatic || called.equals("<init>")) {
      code.with(call);
    } else if (owner.equals("java.lang.invoke.VarHandle") && Replacements.isAccess(called)) {
      handle(code, call);
    } else if (owner.startsWith(Weaver.ATOMICS) && !owner.endsWith("Updater")) {
      atomic(code, call, owner.endsWith("Array"));
    } else if (weaver.inheritsAtomic(loader, owner, called)) {
      atomic(code, call, false);
    } else if (owner.startsWith(CONCURRENT) && call.opcode() != Opcode.INVOKESPECIAL) {
      other(code, call);
    } else if (call.owner().asSymbol().packageName().equals("java.util")
        && call.opcode() != Opcode.INVOKESPECIAL) {
      collection(code, call);
    } else {
      code.with(call);
    }
  }

  private void handle(CodeBuilder code, InvokeInstruction call) {
    MethodTypeDesc signature = call.typeSymbol();
    int mode = Mode.ofHandle(call.name().stringValue());
    List<Integer> arguments = spill(code, signature);
    code.dup();
    if (!arguments.isEmpty() && !signature.parameterType(0).isPrimitive()) {
      code.aload(arguments.getFirst());
    } else {
      code.aconst_null();
    }
    if (arguments.size() > 1 && signature.parameterType(1).equals(CD_int)) {
      code.iload(arguments.get(1));
    } else {
      code.iconst_0();
    }
    hook(code.loadConstant(mode), "handle", HANDLE);
    reload(code, signature, arguments).with(call);
    if (Mode.isConditional(mode)) {
      compared(code, call.name().stringValue(), signature, arguments);
    }
  }

  private void atomic(CodeBuilder code, InvokeInstruction call, boolean isArray) {
    MethodTypeDesc signature = call.typeSymbol();
    int mode = Mode.ofAtomic(call.name().stringValue());
    List<Integer> arguments = spill(code, signature);
    code.dup();
    if (isArray && !arguments.isEmpty() && signature.parameterType(0).equals(CD_int)) {
      code.iload(arguments.getFirst());
    } else {
      code.iconst_0();
    }
    hook(code.loadConstant(mode), "atomic", ATOMIC);
    reload(code, signature, arguments).with(call);
    if (Mode.isConditional(mode)) {
      compared(code, call.name().stringValue(), signature, arguments);
    }
  }

  /** Tells whether it has written: that is what was returned, or follows from it. */
  private static void compared(
      CodeBuilder code, String called, MethodTypeDesc signature, List<Integer> arguments) {
    boolean tells = !called.startsWith("compareAndExchange");
    int expected = signature.parameterCount() - 2;
    TypeKind kind = TypeKind.from(signature.returnType()).asLoadable();
    if (tells && signature.returnType().equals(CD_boolean)) {
      hook(code, "compared", MethodTypeDesc.of(CD_boolean, CD_boolean));
    } else if (!tells
        && EXCHANGED.contains(kind)
        && TypeKind.from(signature.parameterType(expected)).asLoadable() == kind) {
      CodeBuilder found = kind == TypeKind.LONG ? code.dup2() : code.dup();
      found.loadLocal(kind, arguments.get(expected));
      ClassDesc compared = kind == TypeKind.REFERENCE ? CD_Object : kind.upperBound();
      hook(code, "exchanged", MethodTypeDesc.of(CD_void, compared, compared));
    } else { // nobody can know: as if it had
      hook(code.iconst_1(), "compared", MethodTypeDesc.of(CD_boolean, CD_boolean)).pop();
    }
  }

  private void other(CodeBuilder code, InvokeInstruction call) {
    MethodTypeDesc signature = call.typeSymbol();
    List<Integer> arguments = spill(code, signature);
    int receiver =
        code.allocateLocal(TypeKind.REFERENCE); // not shared: it is needed after the call
    code.dup().astore(receiver).dup();
    hook(code, "beforeCall", OBJECT);
    reload(code, signature, arguments).with(call);
    hook(code.aload(receiver), "afterCall", OBJECT);
  }

  private void collection(CodeBuilder code, InvokeInstruction call) {
    MethodTypeDesc signature = call.typeSymbol();
    List<Integer> arguments = spill(code, signature);
    code.dup().loadConstant(Mode.ofCollection(call.name().stringValue()));
    hook(code, "collection", PLACE);
    reload(code, signature, arguments).with(call);
  }

  private List<Integer> spill(CodeBuilder code, MethodTypeDesc signature) {
    List<Integer> slots = new ArrayList<>();
    for (int i = 0; i < signature.parameterCount(); i++) {
      slots.add(local(code, TypeKind.from(signature.parameterType(i)), "argument" + i));
    }
    for (int i = slots.size() - 1; i >= 0; i--) {
      code.storeLocal(TypeKind.from(signature.parameterType(i)), slots.get(i));
    }
    return slots;
  }

  private static CodeBuilder reload(
      CodeBuilder code, MethodTypeDesc signature, List<Integer> slots) {
    for (int i = 0; i < slots.size(); i++) {
      code.loadLocal(TypeKind.from(signature.parameterType(i)), slots.get(i));
    }
    return code;
  }

  /** A local variable of our own, used for nothing else while it is needed. */
  private int local(CodeBuilder code, TypeKind kind, String use) {
    return locals.computeIfAbsent(kind + use, _ -> code.allocateLocal(kind));
  }

  private CodeBuilder pushMonitor(CodeBuilder code) {
    return method.flags().has(AccessFlag.STATIC)
        ? code.loadConstant(type)
        : code.aload(code.receiverSlot());
  }

  private static CodeBuilder hook(CodeBuilder code, String hook, MethodTypeDesc signature) {
    return code.invokestatic(HOOKS, hook, signature);
  }
}
