// SPDX-License-Identifier: Apache-2.0
package csp;

import static csp.Go.go;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_ERR)
class GoTest {
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final PrintStream standardError = System.err;

  @BeforeEach
  void captureTheLog() {
    System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setErr(standardError);
    Thread.setDefaultUncaughtExceptionHandler(null);
  }

  @Test
  void runsTheTaskOnAVirtualThread() throws InterruptedException {
    AtomicReference<Thread> ranOn = new AtomicReference<>();
    Thread thread = go(() -> ranOn.set(Thread.currentThread()));
    join(thread);
    assertThat(ranOn.get()).isSameAs(thread);
    assertThat(thread.isVirtual()).isTrue();
  }

  @Test
  void theDefaultNameHasTheNumberOfTheThread() throws InterruptedException {
    AtomicReference<String> seen = new AtomicReference<>();
    Thread thread = go(() -> seen.set(Thread.currentThread().getName()));
    join(thread);
    assertThat(seen.get()).isEqualTo("goroutine-" + thread.threadId());
  }

  @Test
  void aNameIsTheNameOfTheThread() throws InterruptedException {
    AtomicReference<String> seen = new AtomicReference<>();
    Thread thread = go("worker", () -> seen.set(Thread.currentThread().getName()));
    join(thread);
    assertThat(seen.get()).isEqualTo("worker");
  }

  @Test
  void nullArgumentsAreNamed() {
    assertThatThrownBy(() -> go(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("task must not be null");
    assertThatThrownBy(() -> go("worker", null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("task must not be null");
    assertThatThrownBy(() -> go(null, () -> {}))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("name must not be null");
  }

  @Test
  void anExceptionIsLoggedWithNameStarterAndPlace() throws InterruptedException {
    String starter = Thread.currentThread().getName();
    join(
        go(
            "careless",
            () -> {
              throw new IOException("disk on fire");
            }));
    assertThat(log())
        .contains("ERROR")
        .contains("csp.Go")
        .contains("goroutine careless, started by " + starter)
        .contains(" at csp.GoTest.anExceptionIsLoggedWithNameStarterAndPlace(GoTest.java:" + line())
        .contains("java.io.IOException: disk on fire");
  }

  /** The line of the throw in the test before: where its exception says it came from. */
  private String line() {
    String frame = "GoTest.java:";
    String text = log();
    int at = text.lastIndexOf("\tat csp.core/csp.GoTest.lambda$");
    at = at >= 0 ? at : text.lastIndexOf("\tat csp.GoTest.lambda$");
    int start = text.indexOf(frame, at) + frame.length();
    return text.substring(start, text.indexOf(')', start));
  }

  @Test
  void anErrorIsLoggedToo() throws InterruptedException {
    join(
        go(() -> {
          throw new AssertionError("broken");
        }));
    assertThat(log()).contains("ERROR").contains("java.lang.AssertionError: broken");
  }

  @Test
  void aFailureWithoutAStackIsLoggedWithTheClassOfTheTask() throws InterruptedException {
    join(
        go(
            "stackless",
            () -> {
              throw new Stackless();
            }));
    assertThat(log()).contains(" at csp.GoTest, failed");
  }

  @Test
  void aTaskThatIsNoLambdaIsLoggedWithItsClass() throws InterruptedException {
    join(go("stackless", new FailingTask()));
    assertThat(log()).contains(" at csp.GoTest$FailingTask.run(GoTest.java:");
  }

  @Test
  void theThreadsOwnHandlerHearsOfTheExceptionItself() throws InterruptedException {
    AtomicReference<Throwable> heard = new AtomicReference<>();
    CountDownLatch handlerIsSet = new CountDownLatch(1);
    IOException failure = new IOException("disk on fire");
    Thread thread =
        go(() -> {
          handlerIsSet.await();
          throw failure;
        });
    thread.setUncaughtExceptionHandler((source, exception) -> heard.set(exception));
    handlerIsSet.countDown();
    join(thread);
    assertThat(heard.get()).isSameAs(failure);
    assertThat(log()).isEmpty();
  }

  @Test
  void theDefaultHandlerHearsOfTheExceptionInsteadOfTheLog() throws InterruptedException {
    AtomicReference<Thread> source = new AtomicReference<>();
    AtomicReference<Throwable> heard = new AtomicReference<>();
    Thread.setDefaultUncaughtExceptionHandler((thread, exception) -> {
      source.set(thread);
      heard.set(exception);
    });
    IOException failure = new IOException("disk on fire");
    Thread thread =
        go(() -> {
          throw failure;
        });
    join(thread);
    assertThat(source.get()).isSameAs(thread);
    assertThat(heard.get()).isSameAs(failure);
    assertThat(log()).isEmpty();
  }

  @Test
  void whatTheDefaultHandlerThrowsIsLogged() throws InterruptedException {
    Thread.setDefaultUncaughtExceptionHandler((thread, exception) -> {
      throw new IllegalStateException("handler broken");
    });
    join(
        go(() -> {
          throw new IOException("disk on fire");
        }));
    assertThat(log()).contains("handler broken").contains("Suppressed: java.io.IOException: disk");
  }

  @Test
  void anInterruptEndsAGoroutineQuietly() throws InterruptedException {
    AtomicReference<Throwable> heard = new AtomicReference<>();
    Thread.setDefaultUncaughtExceptionHandler((thread, exception) -> heard.set(exception));
    Channel<String> nothing = Channel.unbuffered();
    Thread receiving = go(nothing::receive);
    Thread iterating = go(() -> nothing.forEach(value -> {}));
    receiving.interrupt();
    iterating.interrupt();
    join(receiving);
    join(iterating);
    assertThat(heard.get()).isNull();
    assertThat(log()).isEmpty(); // the level of the tests is info
  }

  private String log() {
    return logged.toString(StandardCharsets.UTF_8);
  }

  private static void join(Thread thread) throws InterruptedException {
    assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
  }

  private static final class FailingTask implements Task {
    @Override
    public void run() throws Exception {
      throw new IOException("disk on fire");
    }
  }

  private static final class Stackless extends Exception {
    private static final long serialVersionUID = 1;

    Stackless() {
      super("no stack", null, false, false);
    }
  }
}
