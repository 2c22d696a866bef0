// SPDX-License-Identifier: Apache-2.0
package csp.det.mutants;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The tests that are to notice mutants: those of some packages or classes, run one by one. */
final class DetTests {
  /** Their outcome changes from run to run, or they are about the scheduler itself. */
  private static final Pattern LEFT_OUT =
      Pattern.compile(".*(freshProgramsAreExplained|RepeatTest|freshPrograms).*");

  private final Launcher launcher = LauncherFactory.create();
  private final List<TestIdentifier> all = new ArrayList<>();

  /** {@code where} names packages, and classes by a # before their name. */
  DetTests(List<String> where) {
    List<DiscoverySelector> selectors = new ArrayList<>();
    for (String name : where) {
      selectors.add(
          name.startsWith("#")
              ? DiscoverySelectors.selectClass(name.substring(1))
              : DiscoverySelectors.selectPackage(name));
    }
    TestPlan plan = launcher.discover(request(selectors));
    for (TestIdentifier root : plan.getRoots()) {
      plan.getDescendants(root).stream()
          .filter(test -> isRun(plan, test))
          .filter(test -> !LEFT_OUT.matcher(test.getUniqueId()).matches())
          .forEach(all::add);
    }
    all.sort(Comparator.comparing(TestIdentifier::getUniqueId));
  }

  /** Methods; a parameterized one is a container, whose tests are known when it runs. */
  private static boolean isRun(TestPlan plan, TestIdentifier test) {
    return test.isTest()
        || test.getUniqueId().contains("[test-template:") && plan.getChildren(test).isEmpty();
  }

  int size() {
    return all.size();
  }

  /** Class and method. */
  String name(int test) {
    String[] parts = all.get(test).getUniqueId().split("[\\[\\]:/]+");
    String method = parts[parts.length - 1];
    String type = parts[parts.length - 3];
    return type.substring(type.lastIndexOf('.') + 1) + "." + method.replaceAll("\\(.*", "");
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
    launcher.execute(
        request(List.of(DiscoverySelectors.selectUniqueId(all.get(test).getUniqueId()))), listener);
    return Optional.ofNullable(thrown[0]);
  }

  private static LauncherDiscoveryRequest request(List<? extends DiscoverySelector> selectors) {
    return LauncherDiscoveryRequestBuilder.request().selectors(selectors).build();
  }
}
