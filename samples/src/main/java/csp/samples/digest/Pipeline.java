// SPDX-License-Identifier: Apache-2.0
package csp.samples.digest;

import static csp.Go.go;

import csp.Channel;
import csp.ReceiveChannel;
import csp.SendChannel;
import csp.context.Context;
import csp.context.ContextException;
import csp.samples.files.Disk;
import csp.samples.files.Failure;
import csp.samples.files.Found;
import csp.samples.files.Sizes;
import csp.samples.files.Walk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;

/**
 * Hashes the files of a tree, some at a time, and gives the results out in order.
 *
 * <p>For each file the walk makes a channel for one result, the reply. The file goes to whoever
 * hashes next, with the reply; the reply also goes, in order, to the caller, who waits for one
 * after the other. So the order is that of a channel, and nothing has to be sorted or numbered.
 *
 * <p>{@code inOrder} holds at most {@link #WINDOW} replies. While the oldest file is slow, the walk
 * gets that far ahead of it, then waits: memory does not grow with the tree.
 */
final class Pipeline implements AutoCloseable {
  /** How many files may be found before the oldest of them is hashed. */
  static final int WINDOW = 1024;

  /** A file to hash, and where the result goes. */
  private record Job(Found file, SendChannel<Result> reply) {}

  private final Found root;
  private final Disk disk;
  private final Excludes excludes;
  private final Channel<Job> work;
  private final Channel<ReceiveChannel<Result>> inOrder =
      Channel.named("in order").buffered(WINDOW);
  private final List<Thread> goroutines = new ArrayList<>();

  /** Starts the goroutines: one that walks, and {@code jobs} that hash. */
  Pipeline(Found root, Disk disk, Excludes excludes, int jobs, LongConsumer progress) {
    this.root = root;
    this.disk = disk;
    this.excludes = excludes;
    work = Channel.named("work").buffered(jobs);
    goroutines.add(go("walk", this::walk));
    for (int i = 1; i <= jobs; i++) {
      goroutines.add(go("hash-" + i, () -> hash(new Hasher(disk, progress))));
    }
  }

  /** Also adds up the sizes of the files, and tells {@code total} when that is done. */
  void count(LongConsumer total) {
    goroutines.add(
        go(
            "count",
            () -> {
              Sizes sizes = new Sizes();
              new Walk(disk, excludes::match, sizes).walk(root);
              total.accept(sizes.bytes());
            }));
  }

  /**
   * Passes all results to {@code report}, in the order of the files.
   *
   * @throws ContextException if {@code context} ends first
   */
  void drainTo(Report report, Context context) throws InterruptedException, IOException {
    for (ReceiveChannel<Result> reply = report.await(inOrder, context);
        reply != null;
        reply = report.await(inOrder, context)) {
      Result result = report.await(reply, context);
      report.add(Objects.requireNonNull(result, "a reply is not closed before"));
    }
  }

  /** Stops the goroutines that still run, and waits for their end. An interrupt ends the wait. */
  @Override
  public void close() {
    goroutines.forEach(Thread::interrupt);
    try {
      for (Thread goroutine : goroutines) {
        goroutine.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void walk() {
    Walk.Visitor visitor =
        new Walk.Visitor() {
          @Override
          public void file(Found file) throws InterruptedException {
            Channel<Result> reply = Channel.buffered(1); // so that who hashes never waits
            inOrder.send(reply); // waits while the window is full
            work.send(new Job(file, reply));
          }

          @Override
          public void failure(Failure failure) throws InterruptedException {
            Channel<Result> reply = Channel.buffered(1);
            reply.send(new Result.Failed(failure));
            inOrder.send(reply);
          }
        };
    try (work) {
      new Walk(disk, excludes::match, visitor).walk(root);
      inOrder.close();
    } catch (Throwable failure) {
      inOrder.close(failure); // whoever waits for replies gets it
    }
  }

  private void hash(Hasher hasher) {
    for (Job job : work) {
      try {
        job.reply().send(hasher.hash(job.file()));
      } catch (Throwable failure) {
        job.reply().close(failure); // whoever waits for this reply gets it
        return;
      }
    }
  }
}
