// SPDX-License-Identifier: Apache-2.0
package csp.det.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The mutants that are known to do what the library does, or whose difference this tool cannot see:
 * a file of lines {@code id: reason}, where * in an id stands for anything. Blank lines, and those
 * that start with #, are comments.
 */
final class Equivalents {
  private final List<Line> lines = new ArrayList<>();

  private record Line(String id, boolean survives, Pattern pattern, String reason) {
    boolean is(Mutant mutant) {
      return pattern.matcher(mutant.id()).matches();
    }
  }

  /** Begins the line of a mutant that is tried, and counts. */
  private static final String SURVIVES = "- ";

  private Equivalents() {}

  static Equivalents read(Path file) throws IOException {
    Equivalents read = new Equivalents();
    for (String line : Files.readAllLines(file)) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      int colon = line.indexOf(": ");
      if (colon < 0) {
        throw new IllegalArgumentException("no reason: " + line);
      }
      boolean survives = line.startsWith(SURVIVES);
      String id = line.substring(survives ? SURVIVES.length() : 0, colon);
      read.lines.add(new Line(id, survives, pattern(id), line.substring(colon + 2)));
    }
    return read;
  }

  private static Pattern pattern(String id) {
    return Pattern.compile(
        Arrays.stream(id.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
  }

  /** Whether {@code mutant} is not to be tried. */
  boolean has(Mutant mutant) {
    return lines.stream().anyMatch(line -> !line.survives() && line.is(mutant));
  }

  /** Why {@code mutant} is known to survive, if it is. */
  Optional<String> reason(Mutant mutant) {
    return lines.stream()
        .filter(line -> line.survives() && line.is(mutant))
        .map(Line::reason)
        .findFirst();
  }

  /** The ids that stand for none of {@code mutants}: their code has changed. */
  List<String> unmatched(List<Mutant> mutants) {
    return lines.stream()
        .filter(line -> mutants.stream().noneMatch(line::is))
        .map(Line::id)
        .toList();
  }
}
