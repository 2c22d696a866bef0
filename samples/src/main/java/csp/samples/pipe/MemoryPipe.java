// SPDX-License-Identifier: Apache-2.0
package csp.samples.pipe;

import csp.sync.Cond;
import csp.sync.Mutex;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Go's {@code io.Pipe}: what is written to one end is read from the other, without a buffer. A
 * write waits until all it has written is read, by one read or by many, or until either end is
 * closed. Any number of threads may write and read; a write is never mixed with another.
 *
 * <p>Each end can be closed with an error, which the other side then gets. The first close of an
 * end counts.
 *
 * <p>Memory: what a thread did before it wrote happens-before the return of the reads that got it,
 * and these happen-before the return of the write.
 */
final class MemoryPipe {
  /*
   * One write at a time offers its bytes, where they are: offered != null, from `from` to `to`. One read at a
   * time takes as many as it wants; whoever takes the last sets offered = null and signals.
   *
   * P1  Everything below the two turns is guarded by `lock`.
   * P2  Who waits for its turn holds nothing. Who has it, and waits in a Cond, is the only one there: so a
   *     signal is enough, and nobody's signal can go to somebody else.
   * P3  A write that ends, however it ends, leaves offered == null: a read never sees an array whose owner
   *     has gone on.
   */

  private static final String CLOSED = "io: read/write on closed pipe";

  private final Mutex writeTurn = new Mutex();
  private final Mutex readTurn = new Mutex();
  private final Mutex lock = new Mutex();
  private final Cond taken = new Cond(lock); // or closed: what a write waits for
  private final Cond given = new Cond(lock); // or closed: what a read waits for
  private byte @Nullable [] offered;
  private int from;
  private int to;
  private @Nullable End writeEnd; // null while it is open
  private @Nullable End readEnd;

  /** How an end was closed. */
  private record End(@Nullable IOException error) {}

  /**
   * Writes {@code length} bytes, waiting until they are read; at once if there are none.
   *
   * @throws IOException if an end is or becomes closed: with the error of the reading end as its
   *     cause, if it has one; some bytes may have been read
   * @throws InterruptedIOException if interrupted while waiting, with the number of bytes that were
   *     read; the thread is interrupted still
   */
  void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      writeTurn.lockInterruptibly();
    } catch (InterruptedException e) {
      throw interrupted(0, e);
    }
    try (var _ = lock.hold()) {
      offer(bytes, offset, length);
    } finally {
      writeTurn.unlock();
    }
  }

  /** Lock held. */
  private void offer(byte[] bytes, int offset, int length) throws IOException {
    checkWritable();
    if (length == 0) {
      return;
    }
    offered = bytes;
    from = offset;
    to = offset + length;
    given.signal();
    try {
      while (offered != null) {
        checkWritable();
        taken.await();
      }
    } catch (InterruptedException e) {
      if (offered != null) {
        throw interrupted(from - offset, e);
      }
      Thread.currentThread().interrupt(); // the last byte was taken meanwhile: the write is done
    } finally {
      offered = null; // P3
    }
  }

  /**
   * Reads up to {@code length} bytes, waiting for the first; at once if there is no room for one.
   *
   * @return how many; -1 if the writing end is closed without an error
   * @throws IOException if this end is or becomes closed, or the writing end is with an error,
   *     which then is the cause
   * @throws InterruptedIOException if interrupted while waiting; nothing was read, and the thread
   *     is interrupted still
   */
  int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    try {
      readTurn.lockInterruptibly();
    } catch (InterruptedException e) {
      throw interrupted(0, e);
    }
    try (var _ = lock.hold()) {
      return take(bytes, offset, length);
    } catch (InterruptedException e) {
      throw interrupted(0, e);
    } finally {
      readTurn.unlock();
    }
  }

  /** Lock held. */
  private int take(byte[] bytes, int offset, int length) throws IOException, InterruptedException {
    while (true) {
      if (readEnd != null) {
        throw new IOException(CLOSED);
      }
      if (writeEnd != null) { // what is offered still, its write takes back
        if (writeEnd.error() == null) {
          return -1;
        }
        throw failed(writeEnd.error());
      }
      if (offered != null) {
        int count = Math.min(length, to - from);
        System.arraycopy(offered, from, bytes, offset, count);
        from += count;
        if (from == to) {
          offered = null;
          taken.signal();
        }
        return count;
      }
      given.await();
    }
  }

  /** How many bytes a read would get at once. */
  int available() {
    try (var _ = lock.hold()) {
      return offered == null || writeEnd != null || readEnd != null ? 0 : to - from;
    }
  }

  /** Closes the end for writing; what a write still offers is lost. Never waits for the others. */
  void closeWriting(@Nullable IOException error) {
    try (var _ = lock.hold()) {
      if (writeEnd == null) {
        writeEnd = new End(error);
        signalBoth();
      }
    }
  }

  /** Closes the end for reading. Never waits for the others. */
  void closeReading(@Nullable IOException error) {
    try (var _ = lock.hold()) {
      if (readEnd == null) {
        readEnd = new End(error);
        signalBoth();
      }
    }
  }

  /** Lock held. Both sides may wait, and both need to know. */
  private void signalBoth() {
    taken.signal();
    given.signal();
  }

  /** Lock held. */
  private void checkWritable() throws IOException {
    if (readEnd != null && readEnd.error() != null && writeEnd == null) {
      throw failed(readEnd.error());
    }
    if (readEnd != null || writeEnd != null) {
      throw new IOException(CLOSED);
    }
  }

  /** The other side's error, with a stack of this side: an exception must not be in two hands. */
  private static IOException failed(IOException error) {
    return new IOException(error.getMessage(), error);
  }

  private static InterruptedIOException interrupted(int bytes, InterruptedException cause) {
    Thread.currentThread().interrupt(); // so that all that reads and writes streams sees it
    InterruptedIOException interrupted = new InterruptedIOException("interrupted");
    interrupted.bytesTransferred = bytes;
    interrupted.initCause(cause);
    return interrupted;
  }
}
