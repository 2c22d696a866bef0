// SPDX-License-Identifier: Apache-2.0
package csp.det.mutants;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The tests that are to notice mutants: those of some packages or classes, run one by one. */
final class DetTests {
  /** Their outcome changes from run to run, or they are slow, or are about something else. */
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          ".*(freshProgramsAreExplained|RepeatTest|freshPrograms|(Stress|RealTime|Collection|Seam)Test\\b).*");

  private final Launcher launcher = LauncherFactory.create();
  private final List<String> all = new ArrayList<>();

  /** {@code where} names packages, classes by a # before their name, and directories of classes. */
  DetTests(List<String> where) {
    List<DiscoverySelector> selectors = new ArrayList<>();
    for (String name : where) {
      if (name.startsWith("/")) {
        selectors.addAll(DiscoverySelectors.selectClasspathRoots(Set.of(Path.of(name))));
      } else {
        selectors.add(
            name.startsWith("#")
                ? DiscoverySelectors.selectClass(name.substring(1))
                : DiscoverySelectors.selectPackage(name));
      }
    }
    TestPlan plan = launcher.discover(request(selectors));
    for (TestIdentifier root : plan.getRoots()) {
      for (TestIdentifier test : plan.getDescendants(root)) {
        if (!LEFT_OUT.matcher(test.getUniqueId()).matches()) {
          ids(plan, test);
        }
      }
    }
    all.sort(Comparator.naturalOrder());
  }

  /** A method is a test; one for each constant of an enum is as many. */
  private void ids(TestPlan plan, TestIdentifier test) {
    if (test.isTest()) {
      all.add(test.getUniqueId());
    } else if (test.getSource().orElse(null) instanceof MethodSource method
        && plan.getChildren(test).isEmpty()) {
      Class<?>[] types = method.getJavaMethod().getParameterTypes();
      if (types.length != 1 || !types[0].isEnum()) {
        all.add(test.getUniqueId());
        return;
      }
      for (int i = 1; i <= types[0].getEnumConstants().length; i++) {
        all.add(test.getUniqueId() + "/[test-template-invocation:#" + i + "]");
      }
    }
  }

  int size() {
    return all.size();
  }

  /** Class and method, and the number of the parameter's value. */
  String name(int test) {
    String id = all.get(test);
    String type = id.replaceAll(".*\\[class:([^]]*)].*", "$1");
    String method = id.replaceAll(".*\\[(method|test-template):([^](]*).*", "$2");
    String value = id.contains("#") ? id.replaceAll(".*#(\\d+)]", "[$1]") : "";
    return type.substring(type.lastIndexOf('.') + 1) + "." + method + value;
  }

  /** Runs one; returns what went wrong. */
  Optional<Throwable> run(int test) {
    Throwable[] thrown = new Throwable[1];
    TestExecutionListener listener =
        new TestExecutionListener() {
          @Override
          public void executionFinished(TestIdentifier finished, TestExecutionResult result) {
            if (thrown[0] == null) {
              thrown[0] = result.getThrowable().orElse(null);
            }
          }
        };
    launcher.execute(request(List.of(DiscoverySelectors.selectUniqueId(all.get(test)))), listener);
    return Optional.ofNullable(thrown[0]);
  }

  private static LauncherDiscoveryRequest request(List<? extends DiscoverySelector> selectors) {
    return LauncherDiscoveryRequestBuilder.request().selectors(selectors).build();
  }
}
