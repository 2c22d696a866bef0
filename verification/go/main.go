// SPDX-License-Identifier: Apache-2.0

// The Go twins of the benchmarks: verification/bench builds this program and runs it beside the JVMs.
//
// A process measures one cell. It prints a line per measured iteration: the cell, the nanoseconds per
// operation, and the bytes that the process allocated per operation.
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"time"
)

// sizes of a cell, as in csp.jmh.Cell.
type sizes struct {
	capacity, threads, elements int
}

// A workload makes what lasts and returns what does a number of runs and says how long they took.
type workload func(sizes) func(runs int) time.Duration

var workloads = map[string]workload{
	"pc": pc, "bcast": bcast, "pp": pp, "par": par, "chain": chain, "unc": unc, "tryTake": tryTake, "sel": sel, "seltmo": seltmo,

	"mu": mu, "rw": rw, "sem": sem, "cond": cond, "spawn": spawn, "pool": pool, "once": once, "map": mapRead,

	"ctx": ctx, "ctxbg": ctxbg, "ctxdeep": ctxdeep, "ctxwide": ctxwide, "ctxval": ctxval,
}

func main() {
	cell := flag.String("cell", "", "the name to print")
	name := flag.String("workload", "", "which workload; none prints the version of Go")
	var size sizes
	flag.IntVar(&size.capacity, "capacity", 0, "how many elements a channel holds, how many permits there are")
	flag.IntVar(&size.threads, "threads", 1, "how many goroutines, channels or contexts")
	flag.IntVar(&size.elements, "elements", 1, "how many elements or rounds each has in one run")
	operations := flag.Int("operations", 1, "what the time of a run is divided by")
	warmups := flag.Int("warmups", 1, "iterations that do not count")
	warmup := flag.Duration("warmup", time.Second, "the length of each; one run at least")
	iterations := flag.Int("iterations", 1, "iterations that count")
	length := flag.Duration("time", time.Second, "the length of each; one run at least")
	flag.Parse()

	if *name == "" {
		fmt.Println(runtime.Version())
		return
	}
	work, known := workloads[*name]
	if !known {
		fmt.Fprintln(os.Stderr, "no such workload:", *name)
		os.Exit(2)
	}
	run := work(size)
	for i := 0; i < *warmups; i++ {
		iterate(run, *warmup)
	}
	for i := 0; i < *iterations; i++ {
		nanos, bytes := iterate(run, *length)
		fmt.Printf("%s %.3f %.3f\n", *cell, nanos/float64(*operations), bytes/float64(*operations))
	}
}

// iterate does runs for some time, in growing batches so that reading the clock costs nothing, and
// returns the nanoseconds and the bytes of one.
func iterate(run func(int) time.Duration, length time.Duration) (nanos, bytes float64) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	end := time.Now().Add(length)
	runs, spent := 0, time.Duration(0)
	for batch := 1; runs == 0 || time.Now().Before(end); {
		took := run(batch)
		runs += batch
		spent += took
		if took < time.Millisecond {
			batch *= 2
		}
	}
	runtime.ReadMemStats(&after)
	return float64(spent) / float64(runs), float64(after.TotalAlloc-before.TotalAlloc) / float64(runs)
}

// whole times all that its runs do.
func whole(run func()) func(int) time.Duration {
	return func(runs int) time.Duration {
		start := time.Now()
		for i := 0; i < runs; i++ {
			run()
		}
		return time.Since(start)
	}
}
