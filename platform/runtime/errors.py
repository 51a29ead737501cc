"""Refusals of the runtime: told to the person at the terminal, without a traceback."""


class RefusedError(Exception):
    """Something outside the product stands in the way.

    ``message`` says what happened, ``next_step`` what the person at the terminal can do about it.
    """

    def __init__(self, message: str, next_step: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step

    def __str__(self) -> str:
        return f"{self.message}\n  {self.next_step}" if self.next_step else self.message
