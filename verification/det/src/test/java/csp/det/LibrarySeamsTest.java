// SPDX-License-Identifier: Apache-2.0
package csp.det;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The methods of the library that a run replaces are there, and as the replacements expect. */
class LibrarySeamsTest {
  static List<LibrarySeams.Seam> seams() {
    return LibrarySeams.ALL;
  }

  @ParameterizedTest
  @MethodSource("seams")
  void replacedMethodIsThere(LibrarySeams.Seam seam) throws ReflectiveOperationException {
    Method original = only(Class.forName(seam.owner()), seam.method());
    Method replacement = only(LibrarySeams.class, seam.method());

    assertThat(Modifier.isStatic(original.getModifiers())).isTrue();
    assertThat(replacement.getReturnType()).isEqualTo(original.getReturnType());
    assertThat(replacement.getParameterCount()).isEqualTo(original.getParameterCount());
  }

  private static Method only(Class<?> type, String name) {
    List<Method> found =
        Arrays.stream(type.getDeclaredMethods())
            .filter(method -> method.getName().equals(name))
            .toList();
    assertThat(found).as(type + "." + name).hasSize(1);
    return found.getFirst();
  }
}
