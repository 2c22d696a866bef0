// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"time"
)

// The context workloads, each a twin of the method of the same name in csp.jmh.ContextWorkloads.

// ctx: derives a context from one that can be cancelled, and cancels it.
func ctx(sizes) func(int) time.Duration {
	parent, _ := context.WithCancel(context.Background())
	return whole(func() { deriveAndCancel(parent) })
}

// ctxbg: derives a context from the one that never ends, and cancels it.
func ctxbg(sizes) func(int) time.Duration {
	return whole(func() { deriveAndCancel(context.Background()) })
}

func deriveAndCancel(parent context.Context) {
	_, cancel := context.WithCancel(parent)
	cancel()
}

// ctxdeep: cancels the first of a line of contexts, each derived from the one before; deriving them
// does not count.
func ctxdeep(size sizes) func(int) time.Duration {
	return cancelled(func() context.CancelFunc {
		root, cancel := context.WithCancel(context.Background())
		for last, i := root, 1; i < size.threads; i++ {
			last, _ = context.WithCancel(last)
		}
		return cancel
	})
}

// ctxwide: cancels a context of which many are derived; deriving them does not count.
func ctxwide(size sizes) func(int) time.Duration {
	return cancelled(func() context.CancelFunc {
		root, cancel := context.WithCancel(context.Background())
		for i := 0; i < size.threads; i++ {
			context.WithCancel(root)
		}
		return cancel
	})
}

func cancelled(derive func() context.CancelFunc) func(int) time.Duration {
	return func(runs int) time.Duration {
		spent := time.Duration(0)
		for i := 0; i < runs; i++ {
			cancel := derive()
			start := time.Now()
			cancel()
			spent += time.Since(start)
		}
		return spent
	}
}

type key struct{ number int }

// ctxval: looks a value up that is many contexts above.
func ctxval(size sizes) func(int) time.Duration {
	wanted := &key{0}
	last := context.WithValue(context.Background(), wanted, "value")
	for i := 1; i < size.threads; i++ {
		last = context.WithValue(last, &key{i}, "other")
	}
	return whole(func() { check(last.Value(wanted) == "value") })
}
