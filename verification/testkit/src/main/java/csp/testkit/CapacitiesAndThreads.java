// SPDX-License-Identifier: Apache-2.0
package csp.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * Runs a {@code @ParameterizedTest} for each of the {@link Capacities} and each {@link ThreadKind}:
 * parameters {@code (int capacity, ThreadKind kind)}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ArgumentsSource(CapacitiesAndThreads.Source.class)
public @interface CapacitiesAndThreads {
  /** The capacities, if not those of {@link Capacities}. */
  int[] value() default {0, 1, 2, 16};

  /** The pairs. */
  final class Source implements ArgumentsProvider {
    /** For JUnit. */
    public Source() {}

    @Override
    public Stream<Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      int[] capacities =
          context.getRequiredTestMethod().getAnnotation(CapacitiesAndThreads.class).value();
      return IntStream.of(capacities)
          .boxed()
          .flatMap(
              capacity -> Stream.of(ThreadKind.values()).map(kind -> Arguments.of(capacity, kind)));
    }
  }
}
