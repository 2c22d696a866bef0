// SPDX-License-Identifier: Apache-2.0
package csp.det;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.constant.ClassDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.reflect.AccessFlag;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Puts calls of {@link Hooks} into classes, with java.lang.classfile. */
final class Weaver implements ClassFileTransformer {
  static final String ATOMICS = "java.util.concurrent.atomic.Atomic";

  /** These run the threads, or are their tests; nothing of theirs is a point. */
  private static final List<String> NEVER = List.of("csp.det.", "csp.testkit.");

  private final List<String> prefixes;
  private final Map<String, Optional<Field>> fields = new ConcurrentHashMap<>();
  private final Map<String, Boolean> inherited = new ConcurrentHashMap<>();
  private volatile @Nullable Throwable failure;

  Weaver(List<String> prefixes) {
    this.prefixes = prefixes;
  }

  /** A field of a woven class: its number, and how its declaration says that it is accessed. */
  record Field(int number, boolean isVolatile, boolean isFinal) {}

  /** The first class that could not be woven, as an exception, or null. */
  @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String internalName,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (loader == null || internalName == null || !isWoven(internalName.replace('/', '.'))) {
      return null;
    }
    try {
      return weave(loader, bytes);
    } catch (Throwable e) { // the JVM would go on with the class as it was, and not say so
      failure = new LinkageError("cannot weave " + internalName, e);
      return null;
    }
  }

  private boolean isWoven(String name) {
    return prefixes.stream().anyMatch(name::startsWith)
        && NEVER.stream().noneMatch(name::startsWith);
  }

  private byte[] weave(ClassLoader loader, byte[] bytes) {
    ClassHierarchyResolver hierarchy =
        ClassHierarchyResolver.ofResourceParsing(loader)
            .orElse(ClassHierarchyResolver.defaultResolver());
    ClassFile file = ClassFile.of(ClassHierarchyResolverOption.of(hierarchy));
    ClassModel model = file.parse(bytes);
    ClassTransform transform =
        (builder, element) -> {
          if (element instanceof MethodModel method && method.code().isPresent()) {
            builder.transformMethod(
                method,
                MethodTransform.transformingCode(new MethodWeaver(this, loader, model, method)));
          } else {
            builder.with(element);
          }
        };
    return file.transformClass(model, transform);
  }

  /**
   * The field that {@code owner.name} in a woven class means, or empty if it is not woven itself.
   */
  Optional<Field> field(ClassLoader loader, ClassDesc owner, String name) {
    String binaryName = Fields.binaryName(owner);
    if (owner.isArray() || !isWoven(binaryName)) {
      return Optional.empty();
    }
    return fields.computeIfAbsent(binaryName + "." + name, _ -> resolve(loader, binaryName, name));
  }

  /**
   * Whether {@code method} of the woven class {@code owner} is that of an atomic of
   * java.util.concurrent which the class extends.
   */
  boolean inheritsAtomic(ClassLoader loader, String owner, String method) {
    return isWoven(owner)
        && inherited.computeIfAbsent(owner + "." + method, _ -> isOfAtomic(loader, owner, method));
  }

  private boolean isOfAtomic(ClassLoader loader, String className, String method) {
    if (!isWoven(className)) {
      return className.startsWith(ATOMICS);
    }
    String resource = className.replace('.', '/') + ".class";
    try (InputStream in = loader.getResourceAsStream(resource)) {
      if (in == null) {
        return false;
      }
      ClassModel model = ClassFile.of().parse(in.readAllBytes());
      if (model.methods().stream().anyMatch(own -> own.methodName().equalsString(method))) {
        return false;
      }
      return model.superclass().isPresent()
          && isOfAtomic(loader, Fields.binaryName(model.superclass().get().asSymbol()), method);
    } catch (IOException e) {
      throw new LinkageError("no class file of " + className, e);
    }
  }

  /** Looks in the class, then in its superclasses. */
  private Optional<Field> resolve(ClassLoader loader, String className, String name) {
    String resource = className.replace('.', '/') + ".class";
    try (InputStream in = loader.getResourceAsStream(resource)) {
      if (in == null) {
        return Optional.empty();
      }
      ClassModel model = ClassFile.of().parse(in.readAllBytes());
      for (FieldModel field : model.fields()) {
        if (field.fieldName().equalsString(name)) {
          return Optional.of(
              new Field(
                  Fields.number(className + "." + name),
                  field.flags().has(AccessFlag.VOLATILE),
                  field.flags().has(AccessFlag.FINAL)));
        }
      }
      Optional<String> above = model.superclass().map(type -> Fields.binaryName(type.asSymbol()));
      return above.filter(this::isWoven).flatMap(type -> resolve(loader, type, name));
    } catch (IOException e) {
      throw new LinkageError("no class file of " + className, e);
    }
  }
}
