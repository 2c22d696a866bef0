// SPDX-License-Identifier: Apache-2.0

package main

import "time"

// The channel workloads, each a twin of the method of the same name in csp.jmh.Workloads.

const (
	pairs  = 10_000
	stages = 10_000
	limit  = time.Second
)

// pc: producers and as many consumers share one channel.
func pc(size sizes) func(int) time.Duration {
	share := size.elements / size.threads
	return whole(func() {
		var all crew
		shared := make(chan int, size.capacity)
		for i := 0; i < size.threads; i++ {
			all.start(func() int { return produce(shared, share) })
			all.start(func() int { return consume(shared, share) })
		}
		all.await()
	})
}

// bcast: one producer feeds the channels of several consumers in turn; all of them see each element.
func bcast(size sizes) func(int) time.Duration {
	return whole(func() {
		var all crew
		ways := make([]chan int, size.threads)
		for i := range ways {
			way := make(chan int, size.capacity)
			ways[i] = way
			all.start(func() int { return consume(way, size.elements) })
		}
		all.start(func() (sum int) {
			for i := 0; i < size.elements; i++ {
				element := i & 127
				for _, way := range ways {
					way <- element
					sum += element
				}
			}
			return -sum
		})
		all.await()
	})
}

// pp: two goroutines send an element to and fro.
func pp(size sizes) func(int) time.Duration {
	return whole(func() {
		var all crew
		there, back := make(chan int), make(chan int)
		all.start(func() int { return serve(there, back, size.elements) })
		all.start(func() int { return forward(there, back, size.elements) })
		all.await()
	})
}

// par: many pairs of a producer and a consumer, each with a channel of its own.
func par(size sizes) func(int) time.Duration {
	return whole(func() {
		var all crew
		for i := 0; i < pairs; i++ {
			own := make(chan int, size.capacity)
			all.start(func() int { return produce(own, size.elements) })
			all.start(func() int { return consume(own, size.elements) })
		}
		all.await()
	})
}

// chain: a line of stages hands every element on.
func chain(size sizes) func(int) time.Duration {
	return whole(func() {
		var all crew
		first := make(chan int)
		all.start(func() int { return produce(first, size.elements) })
		last := first
		for i := 0; i < stages; i++ {
			in, out := last, make(chan int)
			all.start(func() int { return forward(in, out, size.elements) })
			last = out
		}
		all.start(func() int { return consume(last, size.elements) })
		all.await()
	})
}

// unc: one goroutine fills a channel, then empties it.
func unc(size sizes) func(int) time.Duration {
	own := make(chan int, size.capacity)
	return whole(func() {
		if produce(own, size.elements)+consume(own, size.elements) != 0 {
			panic("other elements were received than sent")
		}
	})
}

// tryTake: one goroutine looks for an element in an empty channel.
func tryTake(size sizes) func(int) time.Duration {
	own := make(chan int, size.capacity)
	return func(runs int) time.Duration {
		start := time.Now()
		for i := 0; i < runs; i++ {
			select {
			case <-own:
				panic("received from an empty channel")
			default:
			}
		}
		return time.Since(start)
	}
}

// sel: one goroutine selects among 2 or 4 channels that each have a producer.
func sel(size sizes) func(int) time.Duration {
	return whole(func() {
		var all crew
		ways := make([]chan int, size.threads)
		for i := range ways {
			way := make(chan int, size.capacity)
			ways[i] = way
			all.start(func() int { return produce(way, size.elements) })
		}
		all.start(func() int {
			if len(ways) == 2 {
				return selectOf2(ways[0], ways[1], size.elements*2)
			}
			return selectOf4(ways[0], ways[1], ways[2], ways[3], size.elements*4)
		})
		all.await()
	})
}

func selectOf2(a, b chan int, count int) (sum int) {
	for i := 0; i < count; i++ {
		select {
		case element := <-a:
			sum += element
		case element := <-b:
			sum += element
		}
	}
	return sum
}

func selectOf4(a, b, c, d chan int, count int) (sum int) {
	for i := 0; i < count; i++ {
		select {
		case element := <-a:
			sum += element
		case element := <-b:
			sum += element
		case element := <-c:
			sum += element
		case element := <-d:
			sum += element
		}
	}
	return sum
}

// seltmo: one goroutine sends, another receives with a limit that is never reached. As time.After
// would leave its timer behind, the timer is stopped.
func seltmo(size sizes) func(int) time.Duration {
	return whole(func() {
		var all crew
		way := make(chan int, size.capacity)
		all.start(func() int { return produce(way, size.elements) })
		all.start(func() (sum int) {
			for i := 0; i < size.elements; i++ {
				timer := time.NewTimer(limit)
				select {
				case element := <-way:
					sum += element
				case <-timer.C:
					panic("timed out")
				}
				timer.Stop()
			}
			return sum
		})
		all.await()
	})
}

func produce(out chan int, count int) (sum int) {
	for i := 0; i < count; i++ {
		element := i & 127
		out <- element
		sum += element
	}
	return -sum
}

func consume(in chan int, count int) (sum int) {
	for i := 0; i < count; i++ {
		sum += <-in
	}
	return sum
}

func forward(in, out chan int, count int) int {
	for i := 0; i < count; i++ {
		out <- <-in
	}
	return 0
}

func serve(out, in chan int, count int) (sum int) {
	for i := 0; i < count; i++ {
		element := i & 127
		out <- element
		sum += <-in - element
	}
	return sum
}
