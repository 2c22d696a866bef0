// SPDX-License-Identifier: Apache-2.0
package csp.det.mutants;

import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** What has become of many mutants: tables and a score. */
final class Summary {
  private final List<Mutant> all;
  private final Map<Mutant, Fate> fates;
  private final Predicate<Mutant> isEquivalent;

  /** {@code fates} of those of {@code all} that were tried. */
  Summary(List<Mutant> all, Map<Mutant, Fate> fates, Predicate<Mutant> isEquivalent) {
    this.all = all;
    this.fates = fates;
    this.isEquivalent = isEquivalent;
  }

  private static final class Row {
    private final Map<Fate.Kind, Integer> counts = new EnumMap<>(Fate.Kind.class);
    private int equivalent;
    private int untried;

    private int of(Fate.Kind kind) {
      return counts.getOrDefault(kind, 0);
    }

    private String text(String name) {
      int noticed = of(Fate.Kind.KILLED) + of(Fate.Kind.KILLED_BY_UNIT) + of(Fate.Kind.STUCK);
      int total = noticed + of(Fate.Kind.SURVIVED) + of(Fate.Kind.NOT_REACHED);
      return "%-38s %7d %7d %7d %7d %9d %12d %11d %8d %6s%n"
          .formatted(
              name,
              total,
              of(Fate.Kind.KILLED),
              of(Fate.Kind.KILLED_BY_UNIT),
              of(Fate.Kind.STUCK),
              of(Fate.Kind.SURVIVED),
              of(Fate.Kind.NOT_REACHED),
              equivalent,
              untried,
              total == 0 ? "-" : "%.0f %%".formatted(100.0 * noticed / total));
    }
  }

  /** The part of those not equivalent that was noticed. */
  double score() {
    return fates.isEmpty()
        ? 1
        : (double) fates.values().stream().filter(Fate::isNoticed).count() / fates.size();
  }

  String text() {
    StringBuilder text = new StringBuilder();
    table(text, Mutant::simpleType);
    text.append('\n');
    table(text, mutant -> mutant.mutator().word());
    return text.toString();
  }

  private void table(StringBuilder text, Function<Mutant, String> key) {
    Map<String, Row> rows = new TreeMap<>();
    Row sum = new Row();
    for (Mutant mutant : all) {
      Fate fate = fates.get(mutant);
      for (Row row : List.of(sum, rows.computeIfAbsent(key.apply(mutant), _ -> new Row()))) {
        if (isEquivalent.test(mutant)) {
          row.equivalent++;
        } else if (fate == null) {
          row.untried++;
        } else {
          row.counts.merge(fate.kind(), 1, Integer::sum);
        }
      }
    }
    text.append(
        "%-38s %7s %7s %7s %7s %9s %12s %11s %8s %6s%n"
            .formatted(
                "",
                "tried",
                "killed",
                "unit",
                "stuck",
                "survived",
                "not reached",
                "equivalent",
                "untried",
                ""));
    rows.forEach((name, row) -> text.append(row.text(name)));
    text.append(sum.text("all"));
  }

  static String line(Mutant mutant, Fate fate) {
    String noticed = fate.isNoticed() ? ", " + fate.by() + ": " + fate.why() : "";
    return fate.kind() + " " + mutant + noticed;
  }

  /** A line for each mutant that was not noticed, with the reason, then for each that was. */
  void details(PrintWriter out, Function<Mutant, Optional<String>> reason) {
    for (Fate.Kind kind :
        List.of(
            Fate.Kind.SURVIVED,
            Fate.Kind.NOT_REACHED,
            Fate.Kind.STUCK,
            Fate.Kind.KILLED_BY_UNIT,
            Fate.Kind.KILLED)) {
      for (Mutant mutant : all) {
        Fate fate = fates.get(mutant);
        if (fate != null && fate.kind() == kind) {
          String why = fate.isNoticed() ? "" : ": " + reason.apply(mutant).orElse("NO REASON");
          out.println(line(mutant, fate) + why);
        }
      }
    }
    Map<String, Integer> kills = new LinkedHashMap<>();
    fates.values().stream()
        .filter(Fate::isNoticed)
        .forEach(fate -> kills.merge(fate.by(), 1, Integer::sum));
    kills.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .forEach(entry -> out.println(entry.getValue() + " noticed by " + entry.getKey()));
  }
}
