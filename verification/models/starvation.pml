/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether csp.sync.Mutex starves anybody: the others lock and unlock for ever, and thread 0 is counted as a waiter.
 *
 *   first    whoever is queued while the lock is starving gets it before all that count themselves later. This is
 *            safety, and holds with GAP and STEALING, too
 *   served   thread 0 gets the lock: with two threads
 *   passed   it does with more, provided that time and again an unlock is not overtaken
 *   ends     starving mode, in which the lock is slow, ends
 *
 * Weak fairness: whoever can always go on does. That alone does not serve thread 0, neither here nor in Go's lock:
 *
 *   An unlock frees the lock, and wakes the first in the queue in a second step, if the lock is still free then. With
 *   three threads two may lock in turn, each between the two steps of the other's unlock: thread 0 is never woken, so
 *   it never loses, and the lock does not become starving (THREADS=3).
 *   Another may come between the step that counts thread 0 and the one that queues it: then it takes the permit that
 *   was handed over (GAP=1).
 *   A waiter on its way to the queue may take the permit that thread 0 was woken for (STEALING=1).
 *
 * Each needs that others win the same race of a few instructions every time, for ever. mutex.pml has the steps in
 * full; here each change of the state is one step, since a compare-and-set may fail for ever as long as others
 * succeed, and so is each call of the Sema.
 *
 * Whoever has lost once has waited for more than a millisecond.
 * GAP=1: others may go on between the step that counts a waiter and the one that queues it, as they may in the code.
 * STEALING=1: a permit that somebody was woken for is to be had for all, as it is in the code.
 * FAULT=1: there is no starving mode. FAULT=2: once lost, always hungry, also after the lock was handed over at once.
 * FAULT=3: newcomers queue at the head.
 */
#ifndef THREADS
#define THREADS 2
#endif
#ifndef FAULT
#define FAULT 0
#endif
#ifndef STEALING
#define STEALING 0
#endif
#ifndef GAP
#define GAP 0
#endif
#define NOBODY 255

bool locked, woken, starving;
byte waiters;

byte permits;
chan queue = [THREADS] of { byte };
bool fired[THREADS], ticket[THREADS];

byte counting = NOBODY; /* counted, but not yet in the queue */
#if GAP
#define COUNTING false
#else
#define COUNTING (counting != NOBODY)
#endif

bool waits; /* thread 0 is counted as a waiter, and has not got the lock */
bool sits; /* thread 0 is queued */
bool late[THREADS]; /* counted itself while the lock was starving and thread 0 queued, and that is so still */
bool overtaken; /* thread 0 was, by one that is late */
bool inTime; /* the last unlock to end was not overtaken: the lock was still free, or handed over */

/* Thread 0 is off the queue, or the lock is starving no more. */
inline forgetLate() {
  do
  :: head < THREADS -> late[head] = false; head++
  :: else -> break
  od;
  head = 0
}

/* Sema.release, wakeFirst, handOver */
inline release(handOff) {
  if
  :: len(queue) > 0 ->
     queue?head; fired[head] = true; ticket[head] = (handOff || !STEALING);
     permits = permits + (handOff || !STEALING -> 0 : 1);
     if
     :: head == 0 -> sits = false; forgetLate()
     :: else
     fi
  :: else -> permits++
  fi;
  head = 0
}

active [THREADS] proctype user() {
  byte me = _pid, head, other;
  bool awake, hungry, queued, mine, handOff;

  do
  :: true ->
     /* Mutex.acquireSlow, wanted */
again:
     skip;
     d_step {
       !COUNTING;
       assert(!awake || woken);
       if
       :: awake -> woken = false; awake = false
       :: else
       fi;
       if
       :: locked || starving ->
          waiters++; counting = me;
          late[me] = (starving && sits);
          if
          :: hungry && locked -> starving = true
          :: else
          fi;
          if
          :: me == 0 -> waits = true
          :: else
          fi
       :: else -> locked = true; mine = true
       fi
     }
     if
     :: mine
     :: else ->
        /* Sema.acquire */
        do
        :: d_step { permits > 0 -> permits--; counting = (counting == me -> NOBODY : counting) }
           break
        :: d_step { permits == 0 ->
             counting = (counting == me -> NOBODY : counting);
             sits = sits || me == 0;
             if
             :: queued || FAULT == 3 ->
                queue!me; head = len(queue) - 1;
                do
                :: head > 0 -> queue?other; queue!other; head--
                :: else -> break
                od;
                head = 0; other = 0
             :: else -> queue!me
             fi
           }
           d_step { fired[me] -> fired[me] = false; handOff = ticket[me]; ticket[me] = false }
           if
           :: handOff -> handOff = false; break
           :: else
           fi
        od;
        skip;
        d_step {
#if FAULT != 1
          hungry = queued;
#endif
          queued = true;
          if
          :: starving -> /* takeOver */
             assert(!locked && !woken && waiters > 0);
             locked = true; waiters--; mine = true;
             overtaken = overtaken || late[me];
             if
#if FAULT == 2
             :: waiters == 0 -> starving = false; forgetLate()
#else
             :: !hungry || waiters == 0 -> starving = false; forgetLate()
#endif
             :: else
             fi
          :: else -> awake = true
          fi
        }
        if
        :: mine
        :: else -> goto again
        fi
     fi;
     d_step {
       mine = false; hungry = false; queued = false;
       if
       :: me == 0 -> waits = false
       :: else
       fi
     }
     /* unlock */
     d_step { assert(locked); locked = false; handOff = starving; inTime = false }
     d_step {
       !COUNTING;
       inTime = handOff || !locked;
       if
       :: handOff -> release(true)
       :: !handOff && waiters > 0 && !locked && !woken && !starving -> waiters--; woken = true; release(false)
       :: else
       fi;
       handOff = false
     }
  od
}

ltl first { [] !overtaken }
ltl served { [] (waits -> <> !waits) }
ltl passed { ([] <> inTime) -> [] (waits -> <> !waits) }
ltl ends { [] (starving -> <> !starving) }
