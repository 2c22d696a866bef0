// SPDX-License-Identifier: Apache-2.0
package csp.samples.wordcount;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Texts by chance, the same for the same seed. */
final class Texts {
  private static final int[] LETTERS =
      "aabcdeeefghiiklmnooprstuvwxyzABZ09'\u2019_äéßλΣжשع中日é\u0301ि\ud83d\ude00\ud800\udf30"
          .codePoints()
          .toArray();
  private static final String[] BETWEEN = {
    " ", " ", " ", "\n", "\r\n", ", ", ".", "\t", "-", "\u3002", "\u00a0", "\ufffd"
  };

  private Texts() {}

  /** Of words and what is between them; now and then a few bytes that are nothing at all. */
  static byte[] text(long seed, int size) {
    Random random = new Random(seed);
    List<byte[]> words = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      StringBuilder word = new StringBuilder();
      for (int length = 1 + random.nextInt(9); length > 0; length--) {
        word.appendCodePoint(LETTERS[random.nextInt(i % 3 == 0 ? LETTERS.length : 31)]);
      }
      words.add(word.toString().getBytes(UTF_8));
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream(size + 100);
    while (text.size() < size) {
      double skewed = random.nextDouble();
      text.writeBytes(words.get((int) (words.size() * skewed * skewed * skewed)));
      text.writeBytes(BETWEEN[random.nextInt(BETWEEN.length)].getBytes(UTF_8));
      if (random.nextInt(200) == 0) {
        text.writeBytes(noise(random, 1 + random.nextInt(5)));
      }
    }
    return text.toByteArray();
  }

  /** Bytes of which many could belong to a character, but few do. */
  static byte[] noise(Random random, int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      int kind = random.nextInt(4);
      bytes[i] =
          (byte) (kind == 0 ? 'a' : kind == 1 ? 0x80 + random.nextInt(64) : random.nextInt());
    }
    return bytes;
  }
}
