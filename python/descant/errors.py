"""The one error that a person sees: where, what is wrong, what to do."""


class DescantError(Exception):
    """Say in one line where something is wrong, what it is, and what to do about it.

    The command line prints it as ``error: WHERE: WHAT; FIX`` and exits with 1.
    """

    def __init__(self, where: str, what: str, fix: str) -> None:
        super().__init__(where, what, fix)
        self.where, self.what, self.fix = where, what, fix

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}; {self.fix}"
        return " ".join(text.split())  # one line, whatever a library put into its message
