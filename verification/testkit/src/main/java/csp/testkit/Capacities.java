// SPDX-License-Identifier: Apache-2.0
package csp.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs a {@code @ParameterizedTest} for each capacity that matters: 0 (hand-off), 1 (full after one
 * element), 2 (the ring wraps) and 16 (more than the threads of most tests).
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ValueSource(ints = {0, 1, 2, 16})
public @interface Capacities {}
