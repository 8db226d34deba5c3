"""Whether a regular expression need be tried at all."""


def holds_any(text: str, pieces: tuple[str, ...]) -> bool:
    """Whether any of the pieces stands in the text. A loop: `any` with a generator takes three times as long."""
    for piece in pieces:  # noqa: SIM110
        if piece in text:
            return True
    return False
