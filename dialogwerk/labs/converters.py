"""The code of a board in an address."""

from dialogwerk.accounts.codes import ALPHABET, LENGTH


class CodeConverter:
    """Six letters and digits, also typed in lower case."""

    regex = f"[{ALPHABET}{ALPHABET.lower()}]{{{LENGTH}}}"

    def to_python(self, value: str) -> str:
        """Return the code as it is kept."""
        return value.upper()

    def to_url(self, value: str) -> str:
        """Return the code as it is shown."""
        return value
