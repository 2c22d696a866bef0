// SPDX-License-Identifier: Apache-2.0
package csp.det.mutants;

import csp.Channel;
import csp.context.Context;
import csp.det.Agent;
import csp.select.Select;
import csp.sync.Mutex;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassModel;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The classes that are mutated, and all their mutants, in an order that is the same in every JVM.
 */
final class Subjects {
  /** The classes of the library that threads meet in. */
  static final Pattern LIBRARY =
      Pattern.compile("csp\\.(internal\\.(park|channel|select)|sync|context)\\..*");

  /** No concurrency in them; or, as for {@code Spinner}, none that a run does not replace. */
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          ".*\\.(package-info|module-info|Platform|Spinner|ChannelDump|ChannelInvariants|Limits|Arguments"
              + "|.*Exception|GoDuration|ParkReason|Clauses|SyncMapViews.*|Layers?|ValueContext|ContextFutures|ContextScopes)");

  private final Surgeon surgeon;
  private final Map<String, ClassModel> models = new TreeMap<>();
  private final List<Mutant> mutants = new ArrayList<>();

  private Subjects(ClassLoader loader, List<String> names) throws IOException {
    surgeon = new Surgeon(loader);
    for (String name : names) {
      try (InputStream in = loader.getResourceAsStream(name.replace('.', '/') + ".class")) {
        models.put(name, surgeon.parse(in.readAllBytes()));
      }
    }
    var volatiles =
        models.values().stream()
            .flatMap(model -> Finder.fields(model, AccessFlag.VOLATILE))
            .collect(Collectors.toSet());
    models.values().forEach(model -> mutants.addAll(Finder.find(model, volatiles)));
  }

  /** Of classes of the library whose names {@code regex} is found in. */
  static Subjects ofLibrary(String regex) throws IOException {
    Pattern chosen = Pattern.compile(regex);
    List<String> names = new ArrayList<>();
    for (Class<?> one : List.of(Channel.class, Select.class, Context.class, Mutex.class)) {
      Path root = Path.of(one.getProtectionDomain().getCodeSource().getLocation().getPath());
      try (Stream<Path> files = Files.walk(root)) {
        files
            .map(file -> root.relativize(file).toString())
            .filter(file -> file.endsWith(".class"))
            .map(file -> file.substring(0, file.length() - 6).replace('/', '.'))
            .filter(name -> LIBRARY.matcher(name).matches())
            .filter(name -> !LEFT_OUT.matcher(name).matches())
            .filter(name -> chosen.matcher(name).find())
            .forEach(names::add);
      }
    }
    return new Subjects(Subjects.class.getClassLoader(), names);
  }

  static Subjects of(Class<?>... types) throws IOException {
    return new Subjects(types[0].getClassLoader(), Stream.of(types).map(Class::getName).toList());
  }

  List<Mutant> mutants() {
    return mutants;
  }

  /** Puts {@code mutant} into its class. */
  void mutate(Mutant mutant) {
    Agent.redefine(load(mutant.type()), surgeon.mutate(model(mutant.type()), mutant));
  }

  /** Makes the class of {@code mutant} what it was. */
  void restore(Mutant mutant) {
    restore(mutant.type());
  }

  void restoreAll() {
    models.keySet().forEach(this::restore);
  }

  private void restore(String type) {
    Agent.redefine(load(type), surgeon.copy(model(type)));
  }

  /** Makes all classes tell {@link Reached}; a mutant's number is its index in the list. */
  void probe() {
    Map<Mutant, Integer> numbers = new HashMap<>();
    Map<String, List<Mutant>> byType = new LinkedHashMap<>();
    for (Mutant mutant : mutants) {
      numbers.put(mutant, numbers.size());
      byType.computeIfAbsent(mutant.type(), _ -> new ArrayList<>()).add(mutant);
    }
    byType.forEach(
        (type, ofType) -> Agent.redefine(load(type), surgeon.probe(model(type), ofType, numbers)));
  }

  private ClassModel model(String type) {
    return models.get(type);
  }

  private static Class<?> load(String type) {
    try {
      return Class.forName(type, false, Subjects.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new LinkageError(type, e);
    }
  }
}
