"""Why a file is not taken as a workbook."""


def chinese(text: str) -> str:
    """Mark a Chinese sentence for translation without Django: makemessages finds `_()`, the door translates."""
    return text


class NotAWorkbook(Exception):
    """The bytes are no workbook we read; `sentence` is Chinese: what it is, and how to save it right."""

    code = "bad_format"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
