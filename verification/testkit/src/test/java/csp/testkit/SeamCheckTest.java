// SPDX-License-Identifier: Apache-2.0
package csp.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeamCheckTest {
  @TempDir Path directory;

  /** One offence a row; the class around it is csp.Offender, its method offend. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "java.util.concurrent.locks.LockSupport.park();                  | LockSupport",
        "Runnable r = java.util.concurrent.locks.LockSupport::park;      | LockSupport",
        "Runnable r = () -> java.util.concurrent.locks.LockSupport.park();| LockSupport",
        "Object o = java.util.concurrent.locks.LockSupport.class;        | LockSupport",
        "Thread.sleep(1);                                                | Thread.sleep",
        "java.util.concurrent.TimeUnit.DAYS.sleep(1);                    | TimeUnit.sleep",
        "Thread.yield();                                                 | Thread.yield",
        "Thread.onSpinWait();                                            | Thread.onSpinWait",
        "System.nanoTime();                                              | System.nanoTime",
        "java.util.function.LongSupplier s = System::nanoTime;           | System.nanoTime",
        "System.currentTimeMillis();                                     |"
            + " System.currentTimeMillis",
        "java.time.Instant.now();                                        | Instant.now",
        "java.time.Clock.systemUTC();                                    | java.time.Clock",
        "java.util.concurrent.ThreadLocalRandom.current();               | ThreadLocalRandom",
        "Math.random();                                                  | Math.random",
        "new java.util.Random(7);                                        | java.util.Random",
        "new java.util.SplittableRandom();                               | SplittableRandom",
        "java.util.random.RandomGenerator.getDefault();                  | RandomGenerator",
        "java.util.Collections.shuffle(new java.util.ArrayList<>());     | Collections.shuffle",
        "java.lang.invoke.VarHandle.fullFence();                         | VarHandle",
        "use(new java.lang.invoke.VarHandle[1]);                         | VarHandle",
        "use(new java.lang.invoke.VarHandle[1][1]);                      | VarHandle",
        "java.util.concurrent.atomic.AtomicLongFieldUpdater<Object> u = null; u.get(this);"
            + " | AtomicLongFieldUpdater",
        "synchronized (this) { use(1); }                                 | synchronized block",
        "this.wait(1);                                                   | wait",
        "this.notify();                                                  | notify",
        "this.notifyAll();                                               | notifyAll",
        "new java.util.concurrent.locks.ReentrantLock().lock();          | ReentrantLock",
        "new java.util.concurrent.LinkedBlockingQueue<Object>().take();  | LinkedBlockingQueue",
        "new java.util.concurrent.CountDownLatch(1).await();             | CountDownLatch",
        "new java.util.concurrent.Semaphore(1).acquire();                | Semaphore",
        "new java.util.concurrent.CompletableFuture<Object>().join();    | CompletableFuture.join",
        "Thread.currentThread().join();                                  | Thread.join",
        "java.util.concurrent.Executors.newCachedThreadPool();           | Executors",
        "System.out.println();                                           | System.out",
        "System.err.println();                                           | System.err",
        "new IllegalStateException().printStackTrace();                  | printStackTrace",
      })
  void findsWhatAMethodMayNotUse(String statement, String what) throws IOException {
    compile("csp.Offender", "void offend() throws Exception { " + statement + " }");

    assertThat(SeamCheck.violations(directory))
        .as(statement)
        .isNotEmpty()
        .allSatisfy(found -> {
          assertThat(found.type()).isEqualTo("csp.Offender");
          assertThat(found.member()).contains("offend"); // or lambda$offend$0
          assertThat(found.what()).contains(what);
        });
  }

  @Test
  void findsSynchronizedMethods() throws IOException {
    compile("csp.Offender", "synchronized void offend() {}");

    assertThatThrownBy(() -> SeamCheck.assertSeamsAreKept(directory))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("csp.Offender.offend uses a monitor, as a synchronized method: ")
        .hasMessageContaining(SeamRules.MONITORS);
  }

  @Test
  void findsFieldsAndParametersAndSuperclasses() throws IOException {
    compile("csp.OfField", "java.util.concurrent.Semaphore field;");
    compile("csp.OfParameter", "void offend(java.util.concurrent.Phaser p) {}");
    compile("csp.OfSuper extends java.util.concurrent.locks.ReentrantLock", "");

    assertThat(SeamCheck.violations(directory))
        .extracting(SeamCheck.Violation::type, SeamCheck.Violation::member)
        .contains(
            org.assertj.core.groups.Tuple.tuple("csp.OfField", "field"),
            org.assertj.core.groups.Tuple.tuple("csp.OfParameter", "offend"),
            org.assertj.core.groups.Tuple.tuple("csp.OfSuper", "the class itself"));
  }

  @Test
  void letsTheHomesUseWhatTheyAreFor() throws IOException {
    compile(
        "csp.internal.park.Parker",
        "void park() { java.util.concurrent.locks.LockSupport.park(); }");
    compile(
        "csp.internal.park.Platform",
        "static class Nested { long now() { return System.nanoTime(); } }");
    compile(
        "csp.internal.channel.Ring", "void fence() { java.lang.invoke.VarHandle.fullFence(); }");

    assertThat(SeamCheck.violations(directory)).isEmpty();
  }

  @Test
  void doesNotLetAHomeUseWhatAnotherIsFor() throws IOException {
    compile("csp.internal.park.Parker", "long now() { return System.nanoTime(); }");
    compile(
        "csp.internal.park.PlatformX",
        "void park() { java.util.concurrent.locks.LockSupport.park(); }");
    compile("csp.internal.parking.Lot", "void fence() { java.lang.invoke.VarHandle.fullFence(); }");

    assertThat(SeamCheck.violations(directory))
        .extracting(SeamCheck.Violation::type)
        .containsExactlyInAnyOrder(
            "csp.internal.park.Parker", "csp.internal.park.PlatformX", "csp.internal.parking.Lot");
  }

  @Test
  void keepsTheSyncLayerToItsOwnMeans() throws IOException {
    compile("csp.sync.OfFuture", "java.util.concurrent.CompletableFuture<Object> field;");
    compile("csp.sync.OfMap", "java.util.concurrent.ConcurrentHashMap<Object, Object> field;");
    compile("csp.sync.SingleFlight", "java.util.concurrent.ConcurrentHashMap<Object, Object> m;");
    compile("csp.sync.OfCondition", "java.util.concurrent.locks.Condition field;");
    compile("csp.sync.OfLock", "java.util.concurrent.locks.Lock field;");
    compile("csp.synchronous.Other", "java.util.concurrent.CompletableFuture<Object> field;");

    assertThat(SeamCheck.violations(directory))
        .extracting(SeamCheck.Violation::type)
        .containsExactlyInAnyOrder("csp.sync.OfFuture", "csp.sync.OfMap");
  }

  @Test
  void acceptsOrdinaryCode() throws IOException {
    compile(
        "csp.Fine",
        """
        final java.util.concurrent.atomic.AtomicLong ids = new java.util.concurrent.atomic.AtomicLong();
        final java.util.concurrent.ConcurrentHashMap<String, Long> map =
            new java.util.concurrent.ConcurrentHashMap<>();
        void notify(String text) { map.put(text, ids.getAndIncrement()); }
        Thread start(Runnable task) { notify("x"); return Thread.startVirtualThread(task); }
        """);

    assertThat(SeamCheck.violations(directory)).isEmpty();
  }

  @Test
  void refusesADirectoryWithoutClasses() {
    assertThatThrownBy(() -> SeamCheck.violations(directory))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no class files under " + directory);
  }

  private void compile(String declaration, String body) throws IOException {
    String name = declaration.split(" ")[0];
    int dot = name.lastIndexOf('.');
    Path source = directory.resolve(name.substring(dot + 1) + ".java");
    Files.writeString(
        source,
        "package "
            + name.substring(0, dot)
            + ";\n"
            + "class "
            + declaration.substring(dot + 1)
            + " {\n"
            + body
            + "\nstatic void use(Object o) {}\n}\n");
    List<String> options = List.of("-nowarn", "-proc:none", "-d", directory.toString());
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(null, files, null, options, null, files.getJavaFileObjects(source))
              .call();
      assertThat(compiled).as(body).isTrue();
    }
  }
}
