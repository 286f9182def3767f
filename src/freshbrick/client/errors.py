"""What goes wrong for a client: one family of errors."""


class ClientError(Exception):
    """Something cannot be served; the message says to a person what was meant, and holds no secret.

    `code` is one of the server's request codes (`bad_request`, `not_signed_in`, `forbidden`, `not_found`, …), or
    `unreachable` (no server answers), `not_freshbrick` (something else answers), `ended` (the server ended a watch).
    `retry_after_ms` is set where asking again later helps.
    """

    def __init__(self, code: str, message: str, retry_after_ms: int | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.retry_after_ms = retry_after_ms


def unreachable(url: str) -> ClientError:
    return ClientError("unreachable", f"No server answers at {url}.")


def not_freshbrick(url: str) -> ClientError:
    return ClientError("not_freshbrick", f"Something else than Freshbrick answers at {url}.")


def not_signed_in(*, token_given: bool) -> ClientError:
    known = "The server does not accept this token." if token_given else "The server asks who you are."
    return ClientError("not_signed_in", known)
