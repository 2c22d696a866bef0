// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

// crew is the goroutines of one run, and the books that they keep.
type crew struct {
	working sync.WaitGroup
	balance atomic.Int64
}

// start starts a goroutine; job returns the sum of the elements received less that of those sent.
func (c *crew) start(job func() int) {
	c.working.Add(1)
	go func() {
		defer c.working.Done()
		c.balance.Add(int64(job()))
	}()
}

// await waits for all of them, and checks that what was sent is what was received.
func (c *crew) await() {
	c.working.Wait()
	if balance := c.balance.Load(); balance != 0 {
		panic(fmt.Sprint("received less sent is ", balance))
	}
}
