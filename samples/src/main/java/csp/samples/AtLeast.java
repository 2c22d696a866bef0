// SPDX-License-Identifier: Apache-2.0
package csp.samples;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an argument that is a number with a lower bound. */
public abstract class AtLeast implements ITypeConverter<Integer> {
  private final int least;

  /** For numbers from {@code least} on. */
  protected AtLeast(int least) {
    this.least = least;
  }

  @Override
  public final Integer convert(String text) {
    int value;
    try {
      value = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("must be a number, was " + text);
    }
    if (value < least) {
      throw new TypeConversionException("must be >= " + least + ", was " + value);
    }
    return value;
  }

  /** Reads how many there are, where none is an answer. */
  public static final class Zero extends AtLeast {
    /** For picocli. */
    public Zero() {
      super(0);
    }
  }

  /** Reads how many there are, where one alone makes no sense. */
  public static final class Two extends AtLeast {
    /** For picocli. */
    public Two() {
      super(2);
    }
  }
}
