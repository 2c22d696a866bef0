// SPDX-License-Identifier: Apache-2.0
package csp.samples.logstats;

import java.io.Serial;
import java.time.DateTimeException;
import java.time.LocalDate;

/** Reads field after field, each with the space behind it. */
final class Cursor {
  /** Ends the parsing of a line. */
  static final class Malformed extends Exception {
    @Serial private static final long serialVersionUID = 1;

    /** Without a stack: there may be many, and nobody looks. */
    Malformed() {
      super("malformed", null, false, false);
    }
  }

  /** In place of a space, behind the last field. */
  static final char END = '\0';

  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
  private static final int MOST_DIGITS = 18; // of a long

  private final String line;
  private int at;

  Cursor(String line) {
    this.line = line;
  }

  boolean isAtEnd() {
    return at == line.length() + 1; // behind the space that is not there
  }

  void word() throws Malformed {
    int space = line.indexOf(' ', at);
    if (space <= at) {
      throw new Malformed();
    }
    at = space + 1;
  }

  /** A name, which may have spaces: up to the time. */
  void user() throws Malformed {
    int space = line.indexOf(" [", at);
    if (space <= at) {
      throw new Malformed();
    }
    at = space + 1;
  }

  String quoted() throws Malformed {
    expect('"');
    int begin = at;
    while (at < line.length() && line.charAt(at) != '"') {
      at += line.charAt(at) == '\\' ? 2 : 1;
    }
    if (at >= line.length()) {
      throw new Malformed();
    }
    String text = line.substring(begin, at);
    at++;
    end(at == line.length() ? END : ' ');
    return text;
  }

  long numberOrDash() throws Malformed {
    if (at < line.length() && line.charAt(at) == '-') {
      at++;
      end(' ');
      return 0;
    }
    return number(' ');
  }

  long number(char end) throws Malformed {
    int begin = at;
    while (at < line.length() && isDigit(line.charAt(at))) {
      at++;
    }
    if (at == begin || at - begin > MOST_DIGITS) {
      throw new Malformed();
    }
    long number = Long.parseLong(line, begin, at, 10);
    end(end);
    return number;
  }

  /** Such as {@code [10/Oct/2000:13:55:36 -0700]}. */
  long time() throws Malformed {
    expect('[');
    int day = digits(2, 31);
    expect('/');
    int month = month();
    expect('/');
    int year = digits(4, 9999);
    expect(':');
    int hour = digits(2, 23);
    expect(':');
    int minute = digits(2, 59);
    expect(':');
    int second = digits(2, 60); // a leap second is the first of the next minute
    expect(' ');
    boolean west = at < line.length() && line.charAt(at) == '-';
    expect(west ? '-' : '+');
    int ahead = digits(2, 18) * 3600 + digits(2, 59) * 60;
    expect(']');
    end(' ');
    try {
      long days = LocalDate.of(year, month, day).toEpochDay();
      return days * 86_400 + (hour * 60L + minute) * 60 + second - (west ? -ahead : ahead);
    } catch (DateTimeException e) { // no such day in that month
      throw new Malformed();
    }
  }

  private int month() throws Malformed {
    int end = Math.min(at + 3, line.length());
    int index = MONTHS.indexOf(line.substring(at, end));
    if (end - at < 3 || index < 0 || index % 3 != 0) {
      throw new Malformed();
    }
    at = end;
    return index / 3 + 1;
  }

  private int digits(int count, int greatest) throws Malformed {
    int value = 0;
    for (int i = 0; i < count; i++) {
      if (at >= line.length() || !isDigit(line.charAt(at))) {
        throw new Malformed();
      }
      value = value * 10 + line.charAt(at) - '0';
      at++;
    }
    if (value > greatest) {
      throw new Malformed();
    }
    return value;
  }

  private void end(char end) throws Malformed {
    if (end == END ? at != line.length() : at >= line.length() || line.charAt(at) != end) {
      throw new Malformed();
    }
    at++;
  }

  private void expect(char c) throws Malformed {
    if (at >= line.length() || line.charAt(at) != c) {
      throw new Malformed();
    }
    at++;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
