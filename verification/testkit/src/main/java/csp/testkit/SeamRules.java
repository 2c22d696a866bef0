// SPDX-License-Identifier: Apache-2.0
package csp.testkit;

import java.util.List;
import java.util.Set;

/** What {@link SeamCheck} forbids, and to whom. */
final class SeamRules {
  private static final String PLATFORM = "csp.internal.park.Platform";

  static final String MONITORS =
      "monitors are not used: what waits, waits through csp.internal.park";

  static final List<Rule> ALL =
      List.of(
          new Rule(
              "only csp.internal.park.Parker parks and unparks",
              Set.of("csp.internal.park.Parker"),
              Set.of("java.util.concurrent.locks.LockSupport"),
              Set.of()),
          new Rule(
              "time, chance and idling come from csp.internal.park.Platform alone",
              Set.of(PLATFORM),
              Set.of(
                  "java.time.Clock",
                  "java.time.InstantSource",
                  "java.util.Random",
                  "java.util.SplittableRandom",
                  "java.util.concurrent.ThreadLocalRandom",
                  "java.util.random.*",
                  "java.security.SecureRandom"),
              Set.of(
                  "java.lang.Thread.sleep",
                  "java.lang.Thread.yield",
                  "java.lang.Thread.onSpinWait",
                  "java.lang.System.nanoTime",
                  "java.lang.System.currentTimeMillis",
                  "java.lang.Math.random",
                  "java.lang.StrictMath.random",
                  "java.time.Instant.now",
                  "java.time.LocalDateTime.now",
                  "java.time.ZonedDateTime.now",
                  "java.time.OffsetDateTime.now",
                  "java.util.Collections.shuffle",
                  "java.util.UUID.randomUUID",
                  "java.util.concurrent.TimeUnit.sleep")),
          new Rule(
              "access modes are used in csp.internal.park and csp.internal.channel alone",
              Set.of("csp.internal.park.*", "csp.internal.channel.*"),
              Set.of(
                  "java.lang.invoke.VarHandle",
                  "java.util.concurrent.atomic.AtomicIntegerFieldUpdater",
                  "java.util.concurrent.atomic.AtomicLongFieldUpdater",
                  "java.util.concurrent.atomic.AtomicReferenceFieldUpdater",
                  "jdk.internal.misc.Unsafe",
                  "sun.misc.Unsafe"),
              Set.of()),
          new Rule(
              MONITORS,
              Set.of(),
              Set.of(),
              Set.of("*.wait()V", "*.wait(J)V", "*.wait(JI)V", "*.notify()V", "*.notifyAll()V")),
          new Rule(
              "j.u.c. is not waited on: what waits, waits through csp.internal.park",
              Set.of(),
              Set.of(
                  "java.util.concurrent.locks.AbstractQueuedLongSynchronizer",
                  "java.util.concurrent.locks.AbstractQueuedSynchronizer",
                  "java.util.concurrent.locks.ReentrantLock",
                  "java.util.concurrent.locks.ReentrantReadWriteLock",
                  "java.util.concurrent.locks.StampedLock",
                  "java.util.concurrent.ArrayBlockingQueue",
                  "java.util.concurrent.CountDownLatch",
                  "java.util.concurrent.CyclicBarrier",
                  "java.util.concurrent.DelayQueue",
                  "java.util.concurrent.Exchanger",
                  "java.util.concurrent.LinkedBlockingDeque",
                  "java.util.concurrent.LinkedBlockingQueue",
                  "java.util.concurrent.LinkedTransferQueue",
                  "java.util.concurrent.Phaser",
                  "java.util.concurrent.PriorityBlockingQueue",
                  "java.util.concurrent.Semaphore",
                  "java.util.concurrent.SynchronousQueue"),
              Set.of(
                  "java.util.concurrent.CompletableFuture.get",
                  "java.util.concurrent.CompletableFuture.join",
                  "java.util.concurrent.ExecutorService.awaitTermination",
                  "java.util.concurrent.Future.get",
                  "java.util.concurrent.FutureTask.get")),
          new Rule(
              "threads are joined only where a select has a clause on their end",
              Set.of("csp.internal.select.ThreadCase"),
              Set.of(),
              Set.of("java.lang.Thread.join")),
          new Rule(
              "blocking queues are for the adapters in csp.juc",
              Set.of("csp.juc.*"),
              Set.of(
                  "java.util.concurrent.BlockingDeque",
                  "java.util.concurrent.BlockingQueue",
                  "java.util.concurrent.TransferQueue"),
              Set.of()),
          new Rule(
              "nothing in csp.sync waits, hashes or completes but by means of its own",
              Set.of("csp.sync.*"),
              Set.of("csp.sync.SingleFlight"),
              Set.of(
                  "java.util.concurrent.CompletableFuture",
                  "java.util.concurrent.CompletionStage",
                  "java.util.concurrent.ConcurrentHashMap",
                  "java.util.concurrent.ConcurrentSkipListMap",
                  "java.util.concurrent.ConcurrentSkipListSet",
                  "java.util.concurrent.ExecutorService",
                  "java.util.concurrent.Flow",
                  "java.util.concurrent.ForkJoinPool",
                  "java.util.concurrent.Future",
                  "java.util.concurrent.FutureTask",
                  "java.util.concurrent.StructuredTaskScope"),
              Set.of()),
          new Rule(
              "goroutines are threads of their own: no pools",
              Set.of(),
              Set.of("java.util.concurrent.Executors"),
              Set.of("java.util.concurrent.ForkJoinPool.commonPool")),
          new Rule(
              "the library does not print: it logs through SLF4J",
              Set.of(),
              Set.of(),
              Set.of(
                  "java.lang.System.out",
                  "java.lang.System.err",
                  "java.lang.Throwable.printStackTrace",
                  "*.printStackTrace()V")));

  private SeamRules() {}

  /**
   * One rule.
   *
   * @param text what it says
   * @param within the classes that it is about, in the form of the next; none means all
   * @param allowed the classes it does not hold for, as {@code package.Class} (its nested classes
   *     are meant, too) or {@code package.*}
   * @param types the classes that may not be mentioned, in the same form
   * @param members methods and fields that may not be used: {@code package.Class.name}, or {@code
   *     *.name(descriptor)} of whatever class
   */
  record Rule(
      String text,
      Set<String> within,
      Set<String> allowed,
      Set<String> types,
      Set<String> members) {
    Rule(String text, Set<String> allowed, Set<String> types, Set<String> members) {
      this(text, Set.of(), allowed, types, members);
    }

    boolean allows(String type) {
      return names(allowed, type) || (!within.isEmpty() && !names(within, type));
    }

    boolean forbidsType(String type) {
      return names(types, type);
    }

    boolean forbidsMember(String owner, String name, String descriptor) {
      return forbidsType(owner)
          || members.contains(owner + "." + name)
          || members.contains("*." + name + descriptor);
    }

    private static boolean names(Set<String> patterns, String type) {
      int nested = type.indexOf('$');
      String outermost = nested < 0 ? type : type.substring(0, nested);
      String inPackage = type.substring(0, type.lastIndexOf('.') + 1) + "*";
      return patterns.contains(outermost) || patterns.contains(inPackage);
    }
  }
}
