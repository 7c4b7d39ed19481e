"""The code of a board in an address."""

from dialogwerk.labs.models.lab import CODE_LENGTH, CODE_LETTERS


class CodeConverter:
    """Six letters and digits, also typed in lower case."""

    regex = f"[{CODE_LETTERS}{CODE_LETTERS.lower()}]{{{CODE_LENGTH}}}"

    def to_python(self, value: str) -> str:
        """Return the code as it is kept."""
        return value.upper()

    def to_url(self, value: str) -> str:
        """Return the code as it is shown."""
        return value
