"""What can be wrong with what a caller hands in, said in German and in English."""


class SensemakingError(ValueError):
    """Something about the input is wrong and a person can mend it.

    `str(error)` is the German sentence, `error.english` the English one. Both say what to do.
    """

    def __init__(self, german: str, english: str) -> None:
        super().__init__(german)
        self.german = german
        self.english = english

    def in_language(self, language: str) -> str:
        """Return the sentence in `language`: "en" for English, German otherwise."""
        return self.english if language == "en" else self.german
