"""Queues on PostgreSQL, each beside the others at the same work: enqueue once for a key, claim by priority, finish.

What is compared, for each of them alike:

- **asks/s**: 32 askers ask for one key each, never for many in one call; every key is asked for twice, and half of the
  keys are urgent. An ask is answered when it is safe on the disk: whether it made a job or found the one that waits.
- **jobs/s**: one worker process with up to about 32 jobs at once empties the full queue, from the start of the first
  job until the database says that every job has ended. A job does nothing, so this is what claim and finish cost.
- **start**: an idle worker in another process; from before an ask until its job starts there, one ask at a time.

PostgreSQL has a core of its own, as has the contestant's Python. Statistics are up to date before the queue is emptied,
as autovacuum would have them. What each does and does not do is told in its module: none of the three fences a finish
by its claim, so a worker that was given up for lost still ends the job that another has by now.
"""
