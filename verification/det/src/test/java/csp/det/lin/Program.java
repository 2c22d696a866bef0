// SPDX-License-Identifier: Apache-2.0
package csp.det.lin;

import csp.det.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A few threads that make a few calls each, drawn by chance. */
final class Program {
  private static final int[][] SHAPES = {{2, 3}, {3, 2}, {3, 2}, {3, 3}}; // threads, calls of each

  private final long seed;
  private final Spec spec;
  private final int threads;
  private final List<Call> plan = new ArrayList<>();
  private final Visited visited = new Visited();
  private int clock;
  private long runs;

  Program(Family family, long seed) {
    this.seed = seed;
    SplittableRandom random = new SplittableRandom(seed);
    spec = family.spec(random);
    int[] shape = SHAPES[random.nextInt(SHAPES.length)];
    threads = shape[0];
    for (int thread = 0; thread < threads; thread++) {
      for (int i = 0; i < shape[1]; i++) {
        plan.add(draw(random, thread, i > 0));
      }
    }
  }

  /** Sometimes the same again; sometimes what ends another thread's wait. */
  private Call draw(SplittableRandom random, int thread, boolean again) {
    int number = plan.size();
    int dice = random.nextInt(16);
    if (dice == 0) {
      return new Call(number, thread, Op.INTERRUPT, 0, random.nextInt(threads));
    }
    if (dice == 1) {
      return new Call(number, thread, Op.CANCEL, 0, 0);
    }
    List<Op> ops = spec.ops();
    Op last = again && dice < 4 ? plan.getLast().op : Op.CANCEL;
    Op op = ops.contains(last) ? last : ops.get(random.nextInt(ops.size()));
    return new Call(number, thread, op, spec.target(random), spec.value(random, number));
  }

  /** How many runs were checked. */
  long runs() {
    return runs;
  }

  /** Runs it, and checks what has come of it. */
  Scenario.Check run() {
    List<Call> calls = new ArrayList<>();
    for (Call call : plan) {
      calls.add(call.fresh());
    }
    clock = 0;
    Spec.Subject subject = spec.subject();
    Ending ending = new Ending();
    Thread[] running = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      int thread = i;
      running[i] = Thread.ofVirtual().unstarted(() -> run(calls, thread, subject, running, ending));
    }
    for (Thread thread : running) {
      thread.start();
    }
    return () -> {
      runs++;
      new History(spec, calls, visited)
          .problem()
          .ifPresent(problem -> {
            throw new AssertionError(describe(problem, calls));
          });
    };
  }

  private void run(
      List<Call> calls, int thread, Spec.Subject subject, Thread[] running, Ending ending) {
    for (Call call : calls) {
      if (call.thread == thread) {
        call.began = clock++;
        String result = make(call, subject, running, ending);
        call.ended = clock++;
        call.result = result;
      }
    }
  }

  private static String make(Call call, Spec.Subject subject, Thread[] running, Ending ending) {
    if (call.op == Op.INTERRUPT) {
      running[call.value].interrupt();
      return Call.OK;
    }
    if (call.op == Op.CANCEL) {
      ending.come();
      return Call.OK;
    }
    try {
      return subject.make(call, ending);
    } catch (InterruptedException e) {
      return Call.INTERRUPTED;
    } catch (Ending.Cancelled e) {
      return Call.CANCELLED;
    }
  }

  private String describe(String problem, List<Call> calls) {
    StringBuilder text = new StringBuilder(problem);
    text.append(", program ").append(seed).append(", ").append(spec);
    calls.forEach(call -> text.append("\n    ").append(call));
    return text.toString();
  }
}
