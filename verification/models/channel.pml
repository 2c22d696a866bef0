/* SPDX-License-Identifier: Apache-2.0
 *
 * Channels and one-shot selects: csp.internal.channel.{ChannelCore, StandardChannel, ReceiveEnd, CancellableWait}
 * and csp.internal.select.OneShot over csp.internal.park.{Waiter, Sudog, WaitQueues, WaitSite, Parker}.
 * The steps carry the names of the methods. Run by verification/models/run.
 *
 * Two channels of capacity CAP, a and b, and the done channel of a cancellation. SCENARIO says who is there, see
 * `init`. Whether the time of one that may leave passes (an interrupt is the same step), and whether the closer and the
 * canceller come at all, is left to chance: who stays, and is forgotten, is found asleep.
 *
 * What is done under one lock is one step here, the lock included, which has to be free: all that it touches and the
 * lock does not guard are outcomes of waiters, it decides one of them at most, and what it finds decided stays so.
 * A close decides many, a step for each, and a select holds many locks: they take them.
 * The immediate forms, which look without the lock first, are not modelled.
 *
 * Checked, when nothing moves any more: accepted = received + buffered, every element once and those of one sender in
 * order; no lock held and nobody readied; nobody asleep whose outcome is decided, or who could go on; what is queued
 * belongs to sleepers, in all the queues where they wait. And on the way: no claim is ignored, one readied thread for
 * each site of a select, no deadlock on locks (an invalid end state).
 * FAULT=n breaks the code in the way that its comment says; each must be found.
 */
#ifndef SCENARIO
#define SCENARIO 1
#endif
#ifndef CAP
#define CAP 0
#endif
#ifndef FAULT
#define FAULT 0
#endif
#if CAP == 0
#define SLOTS 1
#else
#define SLOTS CAP
#endif
#define USERS 4
#define NOTHING 255

/* The sites: two channels, and the done channel; a larger number is a larger id. */
#define SITES 3
#define DONE 2

/* Directions of a case */
#define SEND 0
#define RECEIVE 1

/* How a call may end, beside a claim by a peer: WaitMode */
#define FOREVER 0
#define LEAVES 1
#define CANCELLABLE 2

/* Waiter.outcome: FIRED + k is a claim by the sudog of the k-th case */
#define WAITING 0
#define PARKED 1
#define CANCELLED 2
#define FIRED 3

/* What a step returns */
#define WOULD_WAIT 0
#define TOOK_PLACE 1
#define CLOSED 2

/* WaitSite: lock and readied threads, one bit a thread; ChannelCore: the rest */
bool held[SITES];
byte readied[SITES];
bool closed[SITES];
chan buffer[2] = [SLOTS] of { byte };
chan receivers[SITES] = [USERS] of { byte };
chan senders[2] = [USERS] of { byte };

/* Waiter: one a thread; and the permit of LockSupport. The first thread has one left over (P6). */
byte outcome[USERS];
bool permit[USERS];

/* Sudog: three a waiter, for its cases */
#define CASES 3
#define SUDOG(k) (me * CASES + k)
#define OWNER(sudog) (sudog / CASES)
byte element[USERS * CASES];
bool success[USERS * CASES];

/* Told by the threads, for the checks only: elements are bits; what a sleeper has queued */
byte accepted, received, delivered;
bool asleep[USERS];
byte queued[USERS];

#define VALUE(round) (2 * me + round)

inline siteLock(site) { atomic { !held[site] -> held[site] = true } }

/* WaitSite.unlock; the readied threads are in `wake` */
inline unlock(site) {
  wake = wake | readied[site]; readied[site] = 0; held[site] = false
}

/* The second half of unlockAndWake: no lock held (P5) */
inline unparkAll() {
  if
  :: wake == 0
  :: else ->
     d_step {
       i = 0;
       do
       :: i < USERS ->
          if
          :: wake & (1 << i) ->
             permit[i] = true;
#if FAULT == 8 /* only the first is woken */
             i = USERS - 1;
#endif
          :: else
          fi;
          i++
       :: else -> break
       od;
       i = 0; wake = 0
     }
  fi
}

/* Sudog.fire and Waiter.claim; result in `fired`. Inside a d_step, lock held, as all down to leave */
inline fire(sudog, site) {
  if
#if FAULT == 4 /* the claim is a write, no compare-and-set */
  :: true ->
#else
  :: outcome[OWNER(sudog)] <= PARKED ->
#endif
     if
     :: outcome[OWNER(sudog)] == PARKED -> readied[site] = readied[site] | (1 << OWNER(sudog))
     :: else
     fi;
     outcome[OWNER(sudog)] = FIRED + sudog % CASES;
     fired = true
#if FAULT != 4
  :: else -> fired = false
#endif
  fi
}

/* Elements of one sender in order. The lock is held */
inline deliver(v) {
  assert(!(delivered & (1 << (v))));
  assert(!((v) & 1) || !(accepted & (1 << ((v) - 1))) || (delivered & (1 << ((v) - 1))));
  delivered = delivered | (1 << (v))
}

/* ChannelCore.sendStep, deliver; result in `result` */
inline sendStep(site, v) {
  fired = false;
  if
  :: closed[site] -> result = CLOSED
  :: else ->
     do
     :: !fired && len(receivers[site]) > 0 ->
        receivers[site]?head;
#if FAULT != 10
        element[head] = v;
#endif
        success[head] = true;
        fire(head, site)
     :: else -> break
     od;
     if
     :: fired -> deliver(v); result = TOOK_PLACE
     :: !fired && len(buffer[site]) < CAP -> buffer[site]!v; result = TOOK_PLACE
     :: else -> result = WOULD_WAIT
     fi
  fi;
#if FAULT != 10
  head = 0; fired = false;
#endif
  i = 0
}

/* ChannelCore.collect: an element in `value`, or NOTHING */
inline collect(site) {
  fired = false;
  do
  :: !fired && len(senders[site]) > 0 ->
     senders[site]?head;
     value = element[head];
     success[head] = true;
     fire(head, site)
  :: else -> break
  od;
  if
  :: !fired -> value = NOTHING
  :: else
  fi;
  head = 0; fired = false
}

/* ChannelCore.receiveStep: result in `result`, and an element in `value` */
inline receiveStep(site) {
  value = NOTHING;
  if
  :: site != DONE && len(buffer[site]) > 0 ->
#if FAULT != 7 /* the freed slot is not given to the oldest sender */
     collect(site);
#endif
     buffer[site]?head;
     if
     :: value != NOTHING -> buffer[site]!value
     :: else
     fi;
     value = head; head = 0
  :: site != DONE && CAP == 0 -> collect(site)
  :: else
  fi;
  if
  :: value != NOTHING -> deliver(value); result = TOOK_PLACE
  :: value == NOTHING && closed[site] -> result = CLOSED; value = 0
  :: else -> result = WOULD_WAIT; value = 0
  fi
}

/* ChannelCore.enqueueSend, enqueueReceive: the sudog of the k-th case */
inline enqueue(direction, site, k, v) {
  success[SUDOG(k)] = false;
  if
  :: direction == SEND -> element[SUDOG(k)] = v; senders[site]!SUDOG(k)
  :: else -> element[SUDOG(k)] = NOTHING; receivers[site]!SUDOG(k)
  fi;
  queued[me]++
}

/* ReceiveEnd.leaveReceivers, StandardChannel.leaveSenders, Case.leave (P4) */
inline leave(direction, site, k) {
  d_step {
    !held[site];
    if
    :: direction == SEND ->
       if
       :: senders[site]??[eval(SUDOG(k))] -> senders[site]??eval(SUDOG(k))
       :: else
       fi
    :: else ->
       if
       :: receivers[site]??[eval(SUDOG(k))] -> receivers[site]??eval(SUDOG(k))
       :: else
       fi
    fi
  }
}

/* Parker.await: until decided, or the time has passed and the waiter is cancelled */
inline park() {
  if
  :: d_step { outcome[me] == WAITING -> outcome[me] = PARKED; asleep[me] = true } /* Waiter.announcePark */
     do
     :: asleep[me] ->
end_parked:
        if
        :: d_step { permit[me] ->
             permit[me] = false;
#if FAULT == 9 /* whoever was woken once goes on (P6) */
             asleep[me] = false
#else
             asleep[me] = (outcome[me] == PARKED)
#endif
           }
        :: d_step { mayLeave ->
             if
#if FAULT == 5 /* who leaves does not look whether a peer was faster */
             :: true -> outcome[me] = CANCELLED
#else
             :: outcome[me] == PARKED -> outcome[me] = CANCELLED
             :: else
#endif
             fi;
             asleep[me] = false
           }
        fi
     :: else -> break
     od
  :: outcome[me] != WAITING
  fi;
  assert(outcome[me] > PARKED)
}

/* CancellableWait.await, before it parks: `joined` says whether it is queued at the done channel */
inline joinDone() {
  d_step {
    !held[DONE];
#if FAULT == 11 /* an end that has happened before is not looked for */
    result = WOULD_WAIT;
#else
    receiveStep(DONE);
#endif
    if
    :: result == WOULD_WAIT -> enqueue(RECEIVE, DONE, 1, NOTHING); joined = true
    :: else
    fi;
    result = 0; value = 0
  }
  if
  :: joined
  :: d_step { !joined -> /* Waiter.cancel */
       if
       :: outcome[me] == WAITING -> outcome[me] = CANCELLED
       :: else
       fi
     }
  fi
}

/* What the call of a user has brought, for the checks; the result of a call that goes on stays */
inline told(direction, v) {
  if
  :: direction == SEND && result == TOOK_PLACE -> accepted = accepted | (1 << (v))
  :: direction == RECEIVE && result == TOOK_PLACE ->
     assert(value < 2 * USERS && !(received & (1 << value)));
     received = received | (1 << value)
  :: else
  fi;
  value = 0
}

/* The end of a plain wait: WaitMode.await, and what its caller does */
inline awaitFired(direction, site) {
  if
  :: how == CANCELLABLE -> joinDone()
  :: else
  fi;
  park();
  if
  :: joined && outcome[me] != FIRED + 1 -> leave(RECEIVE, DONE, 1)
  :: else
  fi;
  if
  :: outcome[me] != FIRED -> leave(direction, site, 0)
  :: else
  fi;
  d_step {
    joined = false; queued[me] = 0;
    result = (outcome[me] == FIRED -> (success[SUDOG(0)] -> TOOK_PLACE : CLOSED) : WOULD_WAIT);
    value = (direction == RECEIVE && result == TOOK_PLACE -> element[SUDOG(0)] : 0);
    outcome[me] = WAITING;
    told(direction, VALUE(round));
    element[SUDOG(0)] = NOTHING; success[SUDOG(0)] = false; success[SUDOG(1)] = false; result = 0
  }
}

inline chance(answer) {
  if
  :: answer = true
  :: answer = false
  fi
}

#define LOCALS \
  byte head, value, result, wake, i; \
  bool fired, joined, mayLeave

/* StandardChannel.send, ReceiveEnd.receiveBegun: `times` calls one after the other */
proctype plain(byte me; byte direction; byte site; byte how; byte times) {
  LOCALS;
  byte round;
  if
  :: how == LEAVES -> chance(mayLeave)
  :: else
  fi;
  do
  :: round == times -> break
  :: else ->
     d_step {
       !held[site];
       if
       :: direction == SEND -> sendStep(site, VALUE(round))
       :: else -> receiveStep(site)
       fi;
#if FAULT != 1
       if
       :: result == WOULD_WAIT -> enqueue(direction, site, 0, VALUE(round))
       :: else
       fi;
#endif
       told(direction, VALUE(round));
       unlock(site)
     }
#if FAULT == 10 /* the claim comes before the element (P2) */
     if
     :: fired -> element[head] = VALUE(round)
     :: else
     fi;
#endif
     unparkAll();
     if
     :: result != WOULD_WAIT
     :: else ->
#if FAULT == 1 /* the lock is released between the look and the queue */
        d_step { !held[site]; enqueue(direction, site, 0, VALUE(round)) }
#endif
        awaitFired(direction, site)
     fi;
     result = 0; round++
  od
}

inline tryStep(k) {
  if
  :: k == 0 && direction0 == SEND -> sendStep(site0, VALUE(0))
  :: k == 0 && direction0 == RECEIVE -> receiveStep(site0)
  :: k == 1 && direction1 == SEND -> sendStep(site1, VALUE(0))
  :: k == 1 && direction1 == RECEIVE -> receiveStep(site1)
  fi
}

inline tryAlone(k) {
  winner = k;
  if
  :: d_step { winner == 0 && !held[site0] -> tryStep(0); told(direction0, VALUE(0)); unlock(site0) }
  :: d_step { winner == 1 && !held[site1] -> tryStep(1); told(direction1, VALUE(0)); unlock(site1) }
  fi;
  unparkAll()
}

/* Selection.enqueue */
inline secondPass() {
  if
  :: result == WOULD_WAIT ->
     winner = 3;
     enqueue(direction0, site0, 0, VALUE(0));
     enqueue(direction1, site1, 1, VALUE(0));
     if
     :: how == CANCELLABLE -> enqueue(RECEIVE, DONE, 2, NOTHING)
     :: else
     fi
  :: else
  fi
}

/* OneShot.select, a case at each channel; with a cancellation the end of that is the third */
proctype oneShot(byte me; byte direction0; byte site0; byte direction1; byte site1; byte how) {
  LOCALS;
  byte winner;
  bool second; /* the poll order */
  if
  :: how == LEAVES -> chance(mayLeave)
  :: else
  fi;
  chance(second);
  tryAlone(second);
  if
  :: result == WOULD_WAIT -> tryAlone(!second)
  :: else
  fi;
  if
  :: result == WOULD_WAIT -> /* selectAtOnce */
     /* LockOrder.lock: the first site, then the others, which wait for nobody */
#if FAULT == 3 /* in the order of the cases */
     siteLock(site0);
     d_step {
       !held[site1] && (how != CANCELLABLE || !held[DONE]);
#else
     siteLock(0);
     d_step {
       !held[1] && (how != CANCELLABLE || !held[DONE]);
#endif
       /* pass 1; the end of a cancellation is the first case */
       if
       :: how == CANCELLABLE -> winner = 2; receiveStep(DONE)
       :: else
       fi;
       if
       :: result == WOULD_WAIT -> winner = second; tryStep(winner)
       :: else
       fi;
       if
       :: result == WOULD_WAIT -> winner = !second; tryStep(winner)
       :: else
       fi;
#if FAULT != 12
       secondPass();
#endif
       if
       :: winner == 0 -> told(direction0, VALUE(0))
       :: winner == 1 -> told(direction1, VALUE(0))
       :: else
       fi;
       /* LockOrder.unlockAndWake: a step readies one thread at most */
       assert(!(readied[0] & (readied[0] - 1)) && !(readied[1] & (readied[1] - 1)));
       unlock(1); unlock(0)
     }
     unparkAll();
#if FAULT == 12 /* the locks are released before the cases are queued */
     d_step { !held[0] && !held[1]; secondPass() }
#endif
     if
     :: winner == 3 -> /* Selection.await, with pass 3 */
        park();
#if FAULT == 6 /* the losing sudogs stay queued */
        if
        :: outcome[me] == CANCELLED ->
#else
        if
        :: true ->
#endif
           if
           :: outcome[me] != FIRED -> leave(direction0, site0, 0)
           :: else
           fi;
           if
           :: outcome[me] != FIRED + 1 -> leave(direction1, site1, 1)
           :: else
           fi;
           if
           :: how == CANCELLABLE && outcome[me] != FIRED + 2 -> leave(RECEIVE, DONE, 2)
           :: else
           fi
        :: else
        fi;
        d_step {
          winner = outcome[me];
          if
          :: winner == CANCELLED
          :: else ->
             winner = winner - FIRED;
             result = (success[SUDOG(winner)] -> TOOK_PLACE : CLOSED);
             value = (result == TOOK_PLACE -> element[SUDOG(winner)] : 0);
             if
             :: winner == 0 -> told(direction0, VALUE(0))
             :: winner == 1 -> told(direction1, VALUE(0))
             :: else
             fi
          fi;
          queued[me] = 0; outcome[me] = WAITING;
          i = 0;
          do
          :: i < CASES -> element[SUDOG(i)] = NOTHING; success[SUDOG(i)] = false; i++
          :: else -> break
          od;
          i = 0
        }
     :: else
     fi
  :: else
  fi;
  d_step { result = 0; value = 0; winner = 0; second = false }
}

/* StandardChannel.tryClose with ChannelCore.closeStep; a context closes its done channel in the same way */
proctype close(byte site) {
  byte head, wake, i;
  bool fired;
  if
  :: true /* it does not come */
  :: true ->
     siteLock(site);
     closed[site] = true;
     do
     :: d_step { len(receivers[site]) > 0 -> receivers[site]?head; success[head] = false; fire(head, site); head = 0 }
     :: len(receivers[site]) == 0 -> break
     od;
#if FAULT != 2 /* the senders are forgotten */
     do
     :: d_step { site != DONE && len(senders[site]) > 0 ->
          senders[site]?head; success[head] = false; fire(head, site); head = 0
        }
     :: site == DONE || len(senders[site]) == 0 -> break
     od;
#endif
     fired = false;
     d_step { unlock(site) }
     unparkAll()
  fi
}

/* Whoever is queued sleeps */
#define CHECK_QUEUE(queue) \
  i = len(queue); \
  do \
  :: i > 0 -> queue?sudog; queue!sudog; assert(asleep[OWNER(sudog)]); total++; i-- \
  :: else -> break \
  od

init {
  byte site, i, sudog, total, buffered;
  atomic {
    i = 0;
    do
    :: i < USERS * CASES -> element[i] = NOTHING; i++
    :: else -> break
    od;
    i = 0;
    permit[0] = true;
#if SCENARIO == 1 /* hand-over, buffer, order, close */
    run plain(0, SEND, 0, LEAVES, 2);
    run plain(1, SEND, 0, FOREVER, 1);
    run plain(2, RECEIVE, 0, LEAVES, 2);
    run close(0)
#elif SCENARIO == 2 /* two selects receive what two send */
    run oneShot(0, RECEIVE, 0, RECEIVE, 1, LEAVES);
    run oneShot(1, RECEIVE, 1, RECEIVE, 0, FOREVER);
    run plain(2, SEND, 0, FOREVER, 1);
    run plain(3, SEND, 1, FOREVER, 1);
    run close(0)
#elif SCENARIO == 3 /* crossing selects, and a peer for each direction */
    run oneShot(0, SEND, 0, RECEIVE, 1, FOREVER);
    run oneShot(1, SEND, 1, RECEIVE, 0, FOREVER);
    run plain(2, RECEIVE, 0, LEAVES, 1);
    run plain(3, SEND, 1, FOREVER, 1);
    run close(1)
#elif SCENARIO == 4 /* a cancellation of all forms */
    run plain(0, SEND, 0, CANCELLABLE, 1);
    run oneShot(1, RECEIVE, 0, SEND, 1, CANCELLABLE);
    run plain(2, RECEIVE, 1, CANCELLABLE, 1);
    run close(0);
    run close(DONE)
#elif SCENARIO == 5 /* selects that send meet selects that receive */
    run oneShot(0, SEND, 0, SEND, 1, FOREVER);
    run oneShot(1, SEND, 1, SEND, 0, LEAVES);
    run oneShot(2, RECEIVE, 0, RECEIVE, 1, FOREVER);
    run plain(3, RECEIVE, 1, FOREVER, 1)
#endif
  };
  timeout ->
  d_step {
    site = 0;
    do
    :: site < SITES ->
       assert(!held[site] && readied[site] == 0);
       assert(!closed[site] || len(receivers[site]) == 0);
       CHECK_QUEUE(receivers[site]);
       if
       :: site != DONE ->
          assert(!closed[site] || len(senders[site]) == 0);
          assert(len(receivers[site]) == 0 || (len(senders[site]) == 0 && len(buffer[site]) == 0));
          assert(len(senders[site]) == 0 || len(buffer[site]) == CAP);
          CHECK_QUEUE(senders[site]);
          do
          :: len(buffer[site]) > 0 -> buffer[site]?i; assert(!(buffered & (1 << i))); buffered = buffered | (1 << i)
          :: else -> break
          od
       :: else
       fi;
       site++
    :: else -> break
    od;
    i = 0;
    do
    :: i < USERS -> assert(!asleep[i] || outcome[i] == PARKED); total = total - (asleep[i] -> queued[i] : 0); i++
    :: else -> break
    od;
    assert(total == 0);
    assert((received & buffered) == 0 && accepted == (received | buffered))
  }
}
