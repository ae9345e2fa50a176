"""清单的话: how a line is stopped while it is read."""


class Stopped(Exception):
    """This cell cannot be taken."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.reason = field, reason


class Held(Exception):
    """This line may mean an enterprise that is stored already."""

    def __init__(self, candidate: str, why: str) -> None:
        super().__init__(why)
        self.candidate, self.why = candidate, why
