// SPDX-License-Identifier: Apache-2.0
package csp.programs;

import java.math.BigInteger;

/** An exact fraction in lowest terms, with a positive denominator. */
record Rational(BigInteger over, BigInteger under) {
  static final Rational ZERO = of(0, 1);
  static final Rational ONE = of(1, 1);

  Rational {
    BigInteger divisor = over.gcd(under).multiply(BigInteger.valueOf(under.signum()));
    over = over.divide(divisor);
    under = under.divide(divisor);
  }

  static Rational of(long over, long under) {
    return new Rational(BigInteger.valueOf(over), BigInteger.valueOf(under));
  }

  Rational plus(Rational other) {
    return new Rational(
        over.multiply(other.under).add(other.over.multiply(under)), under.multiply(other.under));
  }

  Rational times(Rational other) {
    return new Rational(over.multiply(other.over), under.multiply(other.under));
  }

  @Override
  public String toString() {
    return under.equals(BigInteger.ONE) ? over.toString() : over + "/" + under;
  }
}
