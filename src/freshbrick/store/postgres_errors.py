"""Which errors of PostgreSQL, and of the way to it, may pass by themselves."""

import asyncpg

LOST = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.InternalClientError,
)
"""The connection is gone, or of no more use."""

_AGAIN = (
    asyncpg.SerializationError,  # 40001
    asyncpg.DeadlockDetectedError,  # 40P01
    asyncpg.LockNotAvailableError,  # 55P03: a lock timeout
    asyncpg.InvalidCachedStatementError,  # a migration has changed a table under a prepared statement
)
_PASSING = (
    *_AGAIN,
    asyncpg.InsufficientResourcesError,  # class 53: disk full, too many connections
    asyncpg.OperatorInterventionError,  # class 57: a restart, a statement timeout
    asyncpg.PostgresSystemError,  # class 58: an I/O error
    asyncpg.ReadOnlySQLTransactionError,  # a standby that has not been promoted yet
    asyncpg.IdleInTransactionSessionTimeoutError,
)


def is_lost(error: BaseException) -> bool:
    """Whether the connection is to be given up."""
    return isinstance(error, (*LOST, asyncpg.OperatorInterventionError)) and not isinstance(
        error, asyncpg.QueryCanceledError
    )


def is_again(error: BaseException) -> bool:
    """Whether the same transaction, begun anew at once, may well succeed."""
    return isinstance(error, _AGAIN)


def may_pass(error: BaseException) -> bool:
    """Whether asking again later may help; not a mistake in a statement."""
    return isinstance(error, (*LOST, *_PASSING))
