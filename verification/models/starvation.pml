/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether csp.sync.Mutex starves anybody: the others lock and unlock for ever, and thread 0, once it is counted as a
 * waiter, gets the lock (`served`: it holds for two threads; for three it does not here, and it is not yet known
 * whether that is the lock's doing or the model's); and starving mode, in which the lock is slow, ends (`ends`).
 * Weak fairness: whoever can always go on does. mutex.pml has the steps in full; here each change of the state is one
 * step, since a compare-and-set may fail for ever as long as others succeed, and so is each call of the Sema.
 *
 * Whoever has lost once has waited for more than a millisecond.
 * GAP=1: others may go on between the step that counts a waiter and the one that queues it, as they may in the code:
 * then one that always comes first takes the permit that was handed over, and the waiter is not served if that goes on for ever.
 * STEALING=1: a waiter on its way to the queue may take the permit that somebody was woken for, as it may in the code.
 * FAULT=1: there is no starving mode. FAULT=2: once lost, always hungry, also after the lock was handed over at once.
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

/* Sema.release, wakeFirst, handOver */
inline release(handOff) {
  if
  :: len(queue) > 0 -> queue?head; fired[head] = true; ticket[head] = (handOff || !STEALING); permits = permits + (handOff || !STEALING -> 0 : 1)
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
             if
             :: queued -> queue!me; head = len(queue) - 1;
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
             if
#if FAULT == 2
             :: waiters == 0 -> starving = false
#else
             :: !hungry || waiters == 0 -> starving = false
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
     d_step { assert(locked); locked = false; handOff = starving }
     d_step {
       !COUNTING;
       if
       :: handOff -> release(true)
       :: !handOff && waiters > 0 && !locked && !woken && !starving -> waiters--; woken = true; release(false)
       :: else
       fi;
       handOff = false
     }
  od
}

ltl served { [] (waits -> <> !waits) }
ltl ends { [] (starving -> <> !starving) }
