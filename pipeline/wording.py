"""Words of messages."""


def number_of(number: int, noun: str, plural: str = "") -> str:
    """ "1 document", "2 documents"; `plural` where that is not the noun with an "s"."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"
