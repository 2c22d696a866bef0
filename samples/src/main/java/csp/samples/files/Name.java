// SPDX-License-Identifier: Apache-2.0
package csp.samples.files;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The bytes by which the operating system knows a file. As a string, a name that is not valid in
 * the terminal's encoding would be printed, and sorted, as another.
 */
public final class Name implements Comparable<Name> {
  private static final Charset NATIVE = Charset.forName(System.getProperty("native.encoding"));

  private final byte[] bytes;

  private Name(byte[] bytes) {
    this.bytes = bytes;
  }

  /** As a user has typed it. */
  public static Name typed(String name) {
    return new Name(name.getBytes(NATIVE));
  }

  /** The last element of {@code path}. */
  public static Name last(Path path) {
    String name = String.valueOf(path.getFileName());
    boolean ascii = name.chars().allMatch(c -> c < 128);
    return new Name(ascii ? name.getBytes(StandardCharsets.US_ASCII) : lastBytes(path.toUri()));
  }

  /** This name with {@code c} behind it. */
  public Name plus(char c) {
    return new Name(concatenate(bytes, new byte[] {(byte) c}));
  }

  /** This name with {@code name} behind it. */
  public Name plus(Name name) {
    return new Name(concatenate(bytes, name.bytes));
  }

  /** Whether {@code c} is its last character. */
  public boolean endsWith(char c) {
    return bytes.length > 0 && bytes[bytes.length - 1] == c;
  }

  /** The name as sha256sum writes it: without line breaks, so that a line is a line. */
  public byte[] escaped() {
    if (!needsEscape()) {
      return bytes;
    }
    ByteArrayOutputStream escaped = new ByteArrayOutputStream(bytes.length + 8);
    for (byte b : bytes) {
      switch (b) {
        case '\\' -> escaped.writeBytes(new byte[] {'\\', '\\'});
        case '\n' -> escaped.writeBytes(new byte[] {'\\', 'n'});
        case '\r' -> escaped.writeBytes(new byte[] {'\\', 'r'});
        default -> escaped.write(b);
      }
    }
    return escaped.toByteArray();
  }

  /** Whether {@link #escaped} is another. */
  public boolean needsEscape() {
    for (byte b : bytes) {
      if (b == '\\' || b == '\n' || b == '\r') {
        return true;
      }
    }
    return false;
  }

  /** Byte by byte, as {@code LC_ALL=C sort} does. */
  @Override
  public int compareTo(Name other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Name name && Arrays.equals(bytes, name.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** For messages: escaped, in the terminal's encoding as far as it is valid. */
  @Override
  public String toString() {
    return new String(escaped(), NATIVE);
  }

  /** A URI has each byte, those that are not ASCII as a per cent sign and two digits. */
  private static byte[] lastBytes(URI uri) {
    String path = uri.getRawPath();
    int end = path.endsWith("/") ? path.length() - 1 : path.length(); // a directory's has one
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = path.lastIndexOf('/', end - 1) + 1; i < end; i++) {
      if (path.charAt(i) == '%') {
        bytes.write(Integer.parseInt(path, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(path.charAt(i));
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] concatenate(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
