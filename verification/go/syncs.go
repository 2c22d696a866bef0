// SPDX-License-Identifier: Apache-2.0

package main

import (
	"sync"
	"time"
)

// The sync workloads, each a twin of the method of the same name in csp.jmh.SyncWorkloads.

const (
	keys   = 1_000 // in the map
	rarely = 100   // one operation of so many writes
	burst  = 1_000 // calls in one run of a workload of a single goroutine
)

// mu: goroutines take one mutex in turn; it guards a counter.
func mu(size sizes) func(int) time.Duration {
	return whole(func() {
		var all crew
		var mutex sync.Mutex
		count := 0
		for i := 0; i < size.threads; i++ {
			all.start(func() int {
				for i := 0; i < size.elements; i++ {
					mutex.Lock()
					count++
					mutex.Unlock()
				}
				return 0
			})
		}
		all.await()
		check(count == size.threads*size.elements)
	})
}

// rw: goroutines read a counter under one lock for reading, and now and then add to it under the one
// for writing.
func rw(size sizes) func(int) time.Duration {
	return whole(func() {
		var all crew
		var lock sync.RWMutex
		count := 0
		for i := 0; i < size.threads; i++ {
			all.start(func() int {
				last := 0
				for i := 0; i < size.elements; i++ {
					if i%rarely == 0 {
						lock.Lock()
						count++
						lock.Unlock()
					} else {
						lock.RLock()
						seen := count
						lock.RUnlock()
						check(seen >= last)
						last = seen
					}
				}
				return 0
			})
		}
		all.await()
		check(count == size.threads*((size.elements+rarely-1)/rarely))
	})
}

// sem: goroutines take and return a permit each. The standard library has no semaphore: this is the
// buffered channel that programs use instead.
func sem(size sizes) func(int) time.Duration {
	return whole(func() {
		var all crew
		permits := make(chan struct{}, size.capacity)
		for i := 0; i < size.threads; i++ {
			all.start(func() (sum int) {
				for i := 0; i < size.elements; i++ {
					permits <- struct{}{}
					sum++
					<-permits
				}
				return sum - size.elements
			})
		}
		all.await()
	})
}

// cond: two goroutines hand a turn to and fro through one condition.
func cond(size sizes) func(int) time.Duration {
	return whole(func() {
		var all crew
		var mutex sync.Mutex
		changed := sync.NewCond(&mutex)
		turn := 0
		play := func(own int) func() int {
			return func() int {
				for i := 0; i < size.elements; i++ {
					mutex.Lock()
					for turn != own {
						changed.Wait()
					}
					turn = 1 - own
					changed.Signal()
					mutex.Unlock()
				}
				return 0
			}
		}
		all.start(play(0))
		all.start(play(1))
		all.await()
	})
}

// spawn: one goroutine starts others, a number at a time, and waits for their end.
func spawn(size sizes) func(int) time.Duration {
	return whole(func() {
		var all crew
		all.start(func() int {
			for i := 0; i < size.elements; i++ {
				var group sync.WaitGroup
				for j := 0; j < size.threads; j++ {
					group.Add(1)
					go func() { group.Done() }()
				}
				group.Wait()
			}
			return 0
		})
		all.await()
	})
}

// pool: one goroutine borrows an object and returns it.
func pool(sizes) func(int) time.Duration {
	objects := sync.Pool{New: func() any { return new([64]byte) }}
	return whole(func() {
		for i := 0; i < burst; i++ {
			objects.Put(objects.Get())
		}
	})
}

// once: one goroutine comes to what has been done.
func once(sizes) func(int) time.Duration {
	var first sync.Once
	calls := 0
	action := func() { calls++ }
	first.Do(action)
	return whole(func() {
		for i := 0; i < burst; i++ {
			first.Do(action)
		}
		check(calls == 1)
	})
}

// mapRead: goroutines read one map, and now and then write to it; the keys are there beforehand.
func mapRead(size sizes) func(int) time.Duration {
	var shared sync.Map
	boxed := make([]any, keys)
	for i := range boxed {
		boxed[i] = i
		shared.Store(boxed[i], boxed[i])
	}
	return whole(func() {
		var all crew
		for i := 0; i < size.threads; i++ {
			all.start(func() (missing int) {
				for i := 0; i < size.elements; i++ {
					key := boxed[i*7%keys]
					if i%rarely == 0 {
						shared.Store(key, key)
					} else if value, _ := shared.Load(key); value != key {
						missing++
					}
				}
				return missing
			})
		}
		all.await()
	})
}

func check(holds bool) {
	if !holds {
		panic("the primitive did not do its work")
	}
}
