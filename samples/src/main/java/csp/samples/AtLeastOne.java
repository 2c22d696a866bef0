// SPDX-License-Identifier: Apache-2.0
package csp.samples;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an argument that counts something. */
public final class AtLeastOne implements ITypeConverter<Integer> {
  /** For picocli. */
  public AtLeastOne() {}

  @Override
  public Integer convert(String text) {
    int value;
    try {
      value = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("must be a number, was " + text);
    }
    if (value < 1) {
      throw new TypeConversionException("must be >= 1, was " + value);
    }
    return value;
  }
}
