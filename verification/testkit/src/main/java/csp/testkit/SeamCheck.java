// SPDX-License-Identifier: Apache-2.0
package csp.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.LoadableConstantEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads compiled classes and finds what breaks a seam of the library: waiting, time, chance, idling
 * and memory access modes each have one home, and nothing outside it may call what is behind it.
 * That is what lets a scheduler that replaces those few classes replay a run from its seed.
 *
 * <p>It sees what a method names, through a method reference and a lambda too. It does not see
 * calls by reflection, nor what a called library does inside.
 */
public final class SeamCheck {
  /**
   * One breach.
   *
   * @param type the class that breaks the rule, with dots
   * @param member its method or field, or "the class itself"
   * @param what what it refers to
   * @param rule the rule
   */
  public record Violation(String type, String member, String what, String rule) {
    @Override
    public String toString() {
      return type + "." + member + " uses " + what + ": " + rule;
    }
  }

  private final String type;
  private final List<Violation> found = new ArrayList<>();
  private String member = "the class itself";

  private SeamCheck(String type) {
    this.type = type;
  }

  /**
   * Throws {@link AssertionError} that lists every breach of the classes under {@code directory},
   * or when there are none to look at.
   */
  public static void assertSeamsAreKept(Path directory) {
    List<Violation> found = violations(directory);
    if (!found.isEmpty()) {
      throw new AssertionError(
          found.stream().map(Violation::toString).collect(Collectors.joining("\n", "\n", "\n")));
    }
  }

  /**
   * Returns every breach of the classes under {@code directory}.
   *
   * @throws IllegalArgumentException if there is no class
   */
  public static List<Violation> violations(Path directory) {
    List<Violation> all = new ArrayList<>();
    int classes = 0;
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(SeamCheck::isClass).sorted().toList()) {
        all.addAll(check(ClassFile.of().parse(file)));
        classes++;
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    if (classes == 0) {
      throw new IllegalArgumentException("no class files under " + directory.toAbsolutePath());
    }
    return all;
  }

  private static boolean isClass(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".class") && !name.equals("module-info.class");
  }

  private static List<Violation> check(ClassModel model) {
    SeamCheck check = new SeamCheck(dotted(model.thisClass()));
    model.superclass().ifPresent(check::type);
    model.interfaces().forEach(check::type);
    for (FieldModel field : model.fields()) {
      check.member = field.fieldName().stringValue();
      check.type(field.fieldTypeSymbol());
    }
    for (MethodModel method : model.methods()) {
      check.member = method.methodName().stringValue();
      check.method(method);
    }
    return check.found.stream().distinct().toList();
  }

  private void method(MethodModel method) {
    types(method.methodTypeSymbol());
    if (method.flags().has(AccessFlag.SYNCHRONIZED)) {
      report("a monitor, as a synchronized method", SeamRules.MONITORS);
    }
    method.code().ifPresent(code -> code.forEach(this::instruction));
  }

  private void instruction(CodeElement element) {
    switch (element) {
      case InvokeInstruction call -> reference(call.method());
      case FieldInstruction access -> reference(access.field());
      case NewObjectInstruction creation -> type(creation.className());
      case NewReferenceArrayInstruction creation -> type(creation.componentType());
      case NewMultiArrayInstruction creation -> type(creation.arrayType());
      case TypeCheckInstruction cast -> type(cast.type());
      case ConstantInstruction.LoadConstantInstruction constant ->
          constant(constant.constantEntry());
      case InvokeDynamicInstruction dynamic ->
          dynamic.invokedynamic().bootstrap().arguments().forEach(this::constant);
      case MonitorInstruction monitor -> {
        if (monitor.opcode() == Opcode.MONITORENTER) {
          report("a monitor, as a synchronized block", SeamRules.MONITORS);
        }
      }
      default -> {}
    }
  }

  private void constant(LoadableConstantEntry constant) {
    switch (constant) {
      case MethodHandleEntry handle -> reference(handle.reference());
      case ClassEntry named -> type(named);
      default -> {}
    }
  }

  private void reference(MemberRefEntry reference) {
    String owner = dotted(reference.owner());
    String name = reference.name().stringValue();
    String descriptor = reference.type().stringValue();
    for (SeamRules.Rule rule : SeamRules.ALL) {
      if (rule.forbidsMember(owner, name, descriptor) && !rule.allows(type)) {
        report(owner + "." + name, rule.text());
      }
    }
    if (descriptor.startsWith("(")) {
      types(MethodTypeDesc.ofDescriptor(descriptor));
    } else {
      type(ClassDesc.ofDescriptor(descriptor));
    }
  }

  private void types(MethodTypeDesc descriptor) {
    type(descriptor.returnType());
    descriptor.parameterList().forEach(this::type);
  }

  private void type(ClassEntry entry) {
    type(entry.asSymbol());
  }

  private void type(ClassDesc named) {
    ClassDesc element = named;
    while (element.isArray()) {
      element = element.componentType();
    }
    if (element.isPrimitive()) {
      return;
    }
    String name = dotted(element);
    for (SeamRules.Rule rule : SeamRules.ALL) {
      if (rule.forbidsType(name) && !rule.allows(type)) {
        report(name, rule.text());
      }
    }
  }

  private void report(String what, String rule) {
    found.add(new Violation(type, member, what, rule));
  }

  private static String dotted(ClassEntry entry) {
    ClassDesc symbol = entry.asSymbol();
    return symbol.isArray() ? symbol.displayName() : dotted(symbol);
  }

  private static String dotted(ClassDesc symbol) {
    String descriptor = symbol.descriptorString();
    return descriptor.substring(1, descriptor.length() - 1).replace('/', '.');
  }
}
