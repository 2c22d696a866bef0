// SPDX-License-Identifier: Apache-2.0
package csp.det;

import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What woven code calls: before each access, and instead of what would make two runs of one
 * schedule differ. On a thread that is not of a run all of it does nothing, or what the original
 * did.
 *
 * <p>Public, because woven classes are in any package. Not for use.
 */
public final class Hooks {
  /** The moment at which the wall clock of every run starts. */
  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  /** Set and cleared by the carrier; other threads may see it, and are told apart by isCurrent. */
  static @Nullable Run run;

  private static @Nullable Object casOwner;
  private static int casField;
  private static int casMode;

  private Hooks() {}

  /** The run that the current thread belongs to and may be stopped in, or null. */
  private static @Nullable Run stoppable() {
    Run current = run;
    return current != null && current.isCurrent() && !current.isInitializing() ? current : null;
  }

  private static @Nullable Run mine() {
    Run current = run;
    return current != null && current.isCurrent() ? current : null;
  }

  /** Whether the current thread is one of a run. */
  public static boolean inRun() {
    return mine() != null;
  }

  static Run runOfCurrent() {
    Run current = mine();
    if (current == null) {
      throw new IllegalStateException("not in a run");
    }
    return current;
  }

  static void uncaught(
      Thread thread, Throwable e, Thread.@Nullable UncaughtExceptionHandler before) {
    Run current = run;
    if (current != null && current.owns(thread)) {
      current.fail(e);
    } else if (before != null) {
      before.uncaughtException(thread, e);
    } else {
      e.printStackTrace();
    }
  }

  // Points and accesses

  /** Enters a public method. */
  public static void operation() {
    Run current = stoppable();
    if (current != null) {
      current.operation();
    }
  }

  /** Is about to read a field, which is static if {@code owner} is null. */
  public static void read(@Nullable Object owner, int field) {
    access(Level.ACCESSES, owner, field, Mode.PLAIN_READ);
  }

  /** Is about to write a field, which is static if {@code owner} is null. */
  public static void write(@Nullable Object owner, int field) {
    access(Level.ACCESSES, owner, field, Mode.PLAIN_WRITE);
  }

  /** Is about to write a field of the object under construction: nobody else is to see it yet. */
  public static void initialize(Object owner, int field) {
    Run current = stoppable();
    if (current != null && current.races != null) {
      current.races.access(current.current(), owner, field, Mode.PLAIN_WRITE);
    }
  }

  /** Is about to read a volatile field. */
  public static void readVolatile(@Nullable Object owner, int field) {
    access(Level.ATOMICS, owner, field, Mode.VOLATILE_READ);
  }

  /** Is about to write a volatile field. */
  public static void writeVolatile(@Nullable Object owner, int field) {
    access(Level.ATOMICS, owner, field, Mode.VOLATILE_WRITE);
  }

  /** Is about to read an element. */
  public static void readElement(@Nullable Object array, int index) {
    access(Level.ACCESSES, array, index, Mode.PLAIN_READ);
  }

  /** Is about to write an element. */
  public static void writeElement(@Nullable Object array, int index) {
    access(Level.ACCESSES, array, index, Mode.PLAIN_WRITE);
  }

  /** Is about to call a method of {@code handle} with these first two arguments. */
  public static void handle(VarHandle handle, @Nullable Object first, int second, int mode) {
    if (stoppable() != null) {
      Fields.Target target = Fields.target(handle);
      boolean element = target.isElement();
      access(
          Level.ATOMICS, target.isStatic() ? null : first, element ? second : target.field(), mode);
    }
  }

  /** Is about to call a method of an atomic. */
  public static void atomic(@Nullable Object atomic, int index, int mode) {
    access(Level.ATOMICS, atomic, index, mode);
  }

  private static void access(Level level, @Nullable Object owner, int field, int mode) {
    Run current = stoppable();
    if (current == null) {
      return;
    }
    current.point(level);
    if (Mode.isConditional(mode)) {
      casOwner = owner;
      casField = field;
      casMode = mode;
    } else if (Mode.writes(mode)) {
      current.progress();
    }
    if (current.races != null) {
      current.races.access(current.current(), owner, field, Mode.unconditional(mode));
    }
  }

  /**
   * Is about to call a method of {@code object}. If that is a collection of java.util, which does
   * not order its callers, it counts as one variable that the method reads or writes.
   */
  public static void collection(@Nullable Object object, int mode) {
    if ((object instanceof Collection || object instanceof Map) && stoppable() != null) {
      Class<?> type = object.getClass();
      if (type.getPackageName().equals("java.util") && !type.getName().contains("Synchronized")) {
        access(Level.ACCESSES, object, Fields.CONTENTS, mode);
      }
    }
  }

  /** The compare-and-set announced last has succeeded or not. */
  public static boolean compared(boolean success) {
    Run current = stoppable();
    if (current != null && success) {
      current.progress();
      if (current.races != null) {
        current.races.access(current.current(), casOwner, casField, Mode.onSuccess(casMode));
      }
      casOwner = null;
    }
    return success;
  }

  /** The compare-and-exchange announced last has found {@code witness}. */
  public static void exchanged(@Nullable Object witness, @Nullable Object expected) {
    compared(witness == expected);
  }

  /** The compare-and-exchange announced last has found {@code witness}. */
  public static void exchanged(int witness, int expected) {
    compared(witness == expected);
  }

  /** The compare-and-exchange announced last has found {@code witness}. */
  public static void exchanged(long witness, long expected) {
    compared(witness == expected);
  }

  /** Is about to call a method of {@code object}, if that is of java.util.concurrent. */
  public static void beforeCall(@Nullable Object object) {
    Run current = stoppable();
    if (current != null && isOfJdk(object)) {
      current.point(Level.ATOMICS);
      if (current.races != null) {
        current.races.release(current.current(), object);
      }
    }
  }

  /** Has called it. Between such calls on one object there is always an edge: too many, perhaps. */
  public static void afterCall(@Nullable Object object) {
    Run current = stoppable();
    if (current != null && isOfJdk(object)) {
      current.progress();
      if (current.races != null) {
        current.races.acquire(current.current(), object);
      }
    }
  }

  private static boolean isOfJdk(@Nullable Object object) {
    return object != null && object.getClass().getClassLoader() == null;
  }

  /** Is about to do something that others may see, or may not have done yet. */
  public static void entering() {
    Run current = stoppable();
    if (current != null) {
      current.point(Level.ATOMICS);
    }
  }

  /** Has entered the monitor of {@code object}. */
  public static void entered(Object object) {
    Run current = stoppable();
    if (current != null && current.races != null) {
      current.races.acquire(current.current(), object);
    }
  }

  /** Is about to leave the monitor of {@code object}. */
  public static void leaving(Object object) {
    Run current = stoppable();
    if (current != null && current.races != null) {
      current.races.release(current.current(), object);
    }
  }

  /** Is about to park or to unpark. No edge: parking orders nothing. */
  public static void parking() {
    Run current = stoppable();
    if (current != null) {
      current.point(Level.ATOMICS);
      current.progress();
    }
  }

  /** Enters a class initializer. */
  public static void enterInitializer() {
    Run current = mine();
    if (current != null) {
      current.initializing(1);
    }
  }

  /** Leaves a class initializer. */
  public static void leaveInitializer() {
    Run current = mine();
    if (current != null) {
      current.initializing(-1);
    }
  }

  // Instead of methods of Thread

  /** Thread.onSpinWait and Thread.yield. */
  public static void spin() {
    Run current = stoppable();
    if (current == null) {
      Thread.onSpinWait();
    } else {
      current.spin();
    }
  }

  /** Thread.sleep(long). */
  public static void sleep(long millis) throws InterruptedException {
    if (millis < 0 || !inRun()) {
      Thread.sleep(millis);
    } else {
      sleepNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
  }

  /** Thread.sleep(Duration). */
  public static void sleep(Duration time) throws InterruptedException {
    if (inRun()) {
      sleepNanos(TimeUnit.NANOSECONDS.convert(time));
    } else {
      Thread.sleep(time);
    }
  }

  private static void sleepNanos(long nanos) throws InterruptedException {
    long end = nanoTime() + nanos;
    do {
      if (interrupted()) {
        throw new InterruptedException();
      }
      LockSupport.parkNanos(end - nanoTime());
    } while (end - nanoTime() > 0);
  }

  /** Thread.join(). */
  public static void join(Thread thread) throws InterruptedException {
    thread.join();
    ended(thread);
  }

  /** Thread.isAlive. */
  public static boolean isAlive(Thread thread) {
    entering();
    boolean alive = thread.isAlive();
    if (!alive) {
      ended(thread);
    }
    return alive;
  }

  private static void ended(Thread thread) {
    Run current = stoppable();
    if (current != null && current.races != null) {
      current.races.joined(current.current(), current.numberOf(thread));
    }
  }

  /** Thread.interrupt. */
  public static void interrupt(Thread thread) {
    Run current = stoppable();
    if (current != null) {
      current.point(Level.ATOMICS);
      current.progress();
      if (current.races != null) {
        current.races.release(current.current(), thread);
      }
    }
    thread.interrupt();
  }

  /** Thread.interrupted. */
  public static boolean interrupted() {
    Run current = stoppable();
    if (current != null) {
      current.point(Level.ATOMICS);
    }
    boolean interrupted = Thread.interrupted();
    seen(interrupted, Thread.currentThread());
    return interrupted;
  }

  /** Thread.isInterrupted. */
  public static boolean isInterrupted(Thread thread) {
    Run current = stoppable();
    if (current != null) {
      current.point(Level.ATOMICS);
    }
    boolean interrupted = thread.isInterrupted();
    seen(interrupted, thread);
    return interrupted;
  }

  private static void seen(boolean interrupted, Thread thread) {
    Run current = stoppable();
    if (interrupted && current != null && current.races != null) {
      current.races.acquire(current.current(), thread);
    }
  }

  // Instead of clocks and dice

  /** System.nanoTime. */
  public static long nanoTime() {
    Run current = mine();
    return current == null ? System.nanoTime() : current.nanoTime();
  }

  /** System.currentTimeMillis. */
  public static long currentTimeMillis() {
    return inRun() ? now().toEpochMilli() : System.currentTimeMillis();
  }

  /** Instant.now. */
  public static Instant now() {
    Run current = mine();
    return current == null ? Instant.now() : EPOCH.plusNanos(current.nanoTime());
  }

  /** ThreadLocalRandom.nextInt. */
  public static int nextInt(ThreadLocalRandom random, int bound) {
    Run current = stoppable();
    return current == null || bound < 2 ? random.nextInt(bound) : current.chance(bound);
  }
}
