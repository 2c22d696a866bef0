// SPDX-License-Identifier: Apache-2.0
package csp.context;

import static org.assertj.core.api.Assertions.assertThat;

import csp.testkit.Await;

/** What the tests of this package say again and again. */
final class Contexts {
  private Contexts() {}

  static void assertOpen(Context context) {
    assertThat(context.error()).isNull();
    assertThat(context.cause()).isNull();
    assertThat(context.done().isClosed()).as("done").isFalse();
  }

  static void assertCanceled(Context context) {
    assertThat(context.error())
        .isInstanceOf(CanceledException.class)
        .hasMessage("context canceled");
    assertThat(context.done().isClosed()).as("done").isTrue();
  }

  static void assertExpired(Context context) {
    assertThat(context.error())
        .isInstanceOf(DeadlineExceededException.class)
        .hasMessage("context deadline exceeded");
    assertThat(context.done().isClosed()).as("done").isTrue();
  }

  static void awaitEnd(Context context) {
    Await.until(() -> context.done().isClosed(), "end of " + context);
  }

  /** How many children {@code context} has, and links that they left behind. */
  static int links(Context context) {
    return ((CancelContext) context).links();
  }
}
