/* SPDX-License-Identifier: Apache-2.0
 *
 * csp.sync.Mutex over csp.internal.park.Sema: normal and starving mode, waiters that leave at any moment.
 * The steps carry the names of the methods. Run by verification/models/run.
 *
 * THREADS threads lock and unlock, the first one ROUNDS times, the others once; the waits of LEAVERS of them may end
 * by themselves, as by a time-out, an interrupt or a cancellation; whether a millisecond has passed is left to chance.
 *
 * Checked: mutual exclusion (assert in the critical section), the assertions of the code (inconsistent state),
 * M2 and M3, no deadlock (nobody waits for ever: an invalid end state), and at the end no trace of anybody.
 * FAULT=n breaks the code in the way that its comment says; each must be found.
 */
#ifndef THREADS
#define THREADS 3
#endif
#ifndef ROUNDS
#define ROUNDS 2
#endif
#ifndef LEAVERS
#define LEAVERS THREADS
#endif
#ifndef FAULT
#define FAULT 0
#endif
#define NOBODY 255

/* Mutex.state */
bool locked, woken, starving;
byte waiters;

/* Sema: counters, lock of the site, queue of sudogs (one a thread) */
byte permits, semaWaiters;
bool siteHeld;
byte queue[THREADS];
byte length;

/* Sudog: 0 waiting, 1 fired, 2 cancelled; and its ticket */
byte outcome[THREADS];
bool ticket[THREADS];

byte inside, ended;

#define SEEN_SAME (locked == sLocked && woken == sWoken && starving == sStarving && waiters == sWaiters)
#define READ_STATE d_step { sLocked = locked; sWoken = woken; sStarving = starving; sWaiters = waiters }

inline siteLock() { atomic { !siteHeld -> siteHeld = true } }
inline siteUnlock() { siteHeld = false }

/* Sema.tryAcquire: result in `got` */
inline tryAcquire() {
  d_step {
    if
    :: permits > 0 -> permits--; got = true
    :: else -> got = false
    fi
  }
}

/* WaitQueues.dequeue(me): the site's lock is held */
inline unlinkMe() {
  d_step {
    i = 0;
    do
    :: i < length && queue[i] != me -> i++
    :: else -> break
    od;
    if
    :: i < length ->
       do
       :: i + 1 < length -> queue[i] = queue[i + 1]; i++
       :: else -> break
       od;
       length--; queue[length] = NOBODY
    :: else
    fi;
    i = 0
  }
}

/* WaitQueues.pollFirst: into `head`; the site's lock is held */
inline poll() {
  d_step {
    if
    :: length == 0 -> head = NOBODY
    :: else ->
       head = queue[0]; i = 0;
       do
       :: i + 1 < length -> queue[i] = queue[i + 1]; i++
       :: else -> break
       od;
       length--; queue[length] = NOBODY; i = 0
    fi
  }
}

/* Sema.enqueue(lifo): got = a permit was taken instead */
inline enqueue(lifo) {
  tryAcquire();
  if
  :: got
  :: else ->
     siteLock();
#if FAULT == 1 /* the permits are not read again under the lock */
     got = false;
     semaWaiters = length + 1;
#else
     semaWaiters = length + 1;
     tryAcquire();
#endif
     if
     :: got -> semaWaiters = length; siteUnlock()
     :: else ->
        d_step {
          outcome[me] = 0; ticket[me] = false;
          if
          :: lifo ->
             i = length;
             do
             :: i > 0 -> queue[i] = queue[i - 1]; i--
             :: else -> break
             od;
             queue[0] = me
          :: else -> queue[length] = me
          fi;
          length++; i = 0
        }
        siteUnlock()
     fi
  fi
}

/* Sema.acquire: got = a permit was taken; otherwise the wait has ended by itself */
inline acquire(lifo) {
  do
  :: enqueue(lifo);
     if
     :: got -> break
     :: else ->
        if
        :: atomic { outcome[me] == 1 -> got = ticket[me] }
           if
           :: got -> break
           :: else ->
              tryAcquire();
              if
              :: got -> break
              :: else
              fi
           fi
        :: atomic { mayLeave && outcome[me] == 0 -> outcome[me] = 2 }
           siteLock(); unlinkMe(); semaWaiters = length; siteUnlock();
           got = false;
           break
        fi
     fi
  od
}

/* Sema.wakeFirst and handOver, with the site's lock held: fires the first that can be, with the ticket `got` */
inline fireFirst() {
  fired = false;
  do
  :: poll();
     if
     :: head == NOBODY -> break
     :: else ->
        atomic { /* P2: the ticket, then the claim */
          if
          :: outcome[head] == 0 -> ticket[head] = got; outcome[head] = 1; fired = true
          :: else
          fi
        }
        if
        :: fired -> break
        :: else
        fi
     fi
  od;
  if
#if FAULT == 2 /* a ticket that nobody took is lost */
  :: false
#else
  :: got && !fired -> permits++
#endif
  :: else
  fi;
  semaWaiters = length;
  siteUnlock()
}

/* Sema.release */
inline release(handOff) {
  if
  :: handOff -> got = true; siteLock(); fireFirst()
  :: else ->
     permits++;
     got = false;
     if
     :: semaWaiters == 0
     :: else -> siteLock(); fireFirst()
     fi
  fi;
  head = NOBODY; fired = false; got = false
}

/* Mutex.takeOver(lock, hungry) */
inline takeOver(lock, hungry) {
#if FAULT == 6 /* Go's: the decision is made on an old number of waiters */
  READ_STATE;
  assert(!sLocked && !sWoken && sWaiters > 0);
  d_step {
    if
    :: !(hungry) || sWaiters == 1 -> starving = false
    :: else
    fi;
    locked = lock; waiters--
  }
#else
  do
  :: READ_STATE;
     assert(!sLocked && !sWoken && sWaiters > 0);
     atomic {
       if
       :: SEEN_SAME ->
          locked = lock; waiters--;
          if
          :: !(hungry) || waiters == 0 -> starving = false
          :: else
          fi;
          break
       :: else
       fi
     }
  od
#endif
}

/* Mutex.wakeOne */
inline wakeOne() {
  do
  :: READ_STATE;
     if
     :: sWaiters == 0 || sLocked || sWoken || sStarving -> break
     :: else ->
        got = false;
        atomic {
          if
          :: SEEN_SAME -> waiters--; woken = true; got = true
          :: else
          fi
        }
        if
        :: got -> release(false); break
        :: else
        fi
     fi
  od
}

/* Mutex.unlock */
inline unlock() {
  do
  :: READ_STATE;
     assert(sLocked);
     atomic {
       if
       :: SEEN_SAME -> locked = false; break
       :: else
       fi
     }
  od;
  if
  :: sStarving -> release(true)
  :: else -> wakeOne()
  fi
}

/* Mutex.passOn */
inline passOn() {
  if
  :: starving -> takeOver(false, false); wakeOne()
  :: else ->
     do
     :: READ_STATE;
        got = false;
        atomic {
          if
          :: SEEN_SAME && !sLocked && sWaiters > 0 ->
#if FAULT == 3 /* the duty to wake is dropped */
             woken = false; break
#else
             waiters--; got = true
#endif
          :: SEEN_SAME && !(!sLocked && sWaiters > 0) -> woken = false; break
          :: else
          fi
        }
        if
        :: got -> release(false); break
        :: else
        fi
     od
  fi
}

/* Mutex.leave */
inline leave() {
  do
  :: READ_STATE;
     if
#if FAULT == 4 /* one that the lock is handed to leaves all the same */
     :: sWaiters > 0 ->
#else
     :: sWaiters > 1 || (sWaiters == 1 && !(sStarving && !sLocked)) ->
#endif
        atomic {
          if
          :: SEEN_SAME ->
             waiters--;
#if FAULT != 5 /* the last one leaves the lock starving */
             if
             :: waiters == 0 -> starving = false
             :: else
             fi;
#endif
             break
          :: else
          fi
        }
     :: else ->
        tryAcquire();
        if
        :: got -> passOn(); break
        :: else -> (permits > 0 || !SEEN_SAME) /* Parker.backOff */
        fi
     fi
  od
}

active [THREADS] proctype user() {
  byte me = _pid;
  bool mayLeave = (_pid < LEAVERS);
  bool sLocked, sWoken, sStarving;
  byte sWaiters;
  bool got, fired, awake, hungry, queued, mine;
  byte i, head = NOBODY, round;

  do
  :: round == (me == 0 -> ROUNDS : 1) -> break
  :: else ->
     round++;
     /* Mutex.acquireSlow; the fast path is its first step */
     awake = false; hungry = false; queued = false; mine = false;
     do
     :: READ_STATE;
        if
        :: sLocked && !sStarving && !awake && !sWoken && sWaiters > 0 -> /* wakeNobodyElse */
           atomic {
             if
             :: SEEN_SAME -> woken = true; awake = true
             :: else
             fi
           }
        :: true ->
           got = false;
           atomic { /* wanted */
             if
             :: SEEN_SAME ->
                got = true;
                assert(!awake || woken);
                if
                :: awake -> woken = false
                :: else
                fi;
                if
                :: sLocked || sStarving ->
                   waiters++;
                   if
                   :: hungry && sLocked -> starving = true
                   :: else
                   fi
                :: else -> locked = true; mine = true
                fi
             :: else
             fi
           }
           if
           :: !got
           :: mine -> break
           :: else ->
              awake = false;
              acquire(queued);
              if
              :: !got -> leave(); break
              :: else ->
                 queued = true;
                 if
                 :: hungry = true
                 :: true
                 fi;
                 if
                 :: starving -> takeOver(true, hungry); mine = true; break
                 :: else -> awake = true
                 fi
              fi
           fi
        fi
     od;
     if
     :: mine ->
        inside++;
        assert(inside == 1);
        assert(!starving || waiters > 0); /* M2 */
        inside--;
        unlock()
     :: else
     fi
  od;
  ended++;
  (ended == THREADS) ->
  assert(!locked && !woken && !starving && waiters == 0);
  assert(permits == 0 && semaWaiters == 0 && length == 0)
}
