"""Roman numerals, in capitals."""

_SIGNS = (("C", 100), ("XC", 90), ("L", 50), ("XL", 40), ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))
_WORTH = {sign: worth for sign, worth in _SIGNS if len(sign) == 1}


def numeral(number: int) -> str:
    """14 is "XIV"."""
    text = ""
    for sign, worth in _SIGNS:
        count, number = divmod(number, worth)
        text += sign * count
    return text


def value(text: str) -> int:
    """ "XIV" is 14; 0 for what is written otherwise ("IIX", "xiv") or is no numeral."""
    number = total(text) if set(text) <= set(_WORTH) else 0
    return number if numeral(number) == text else 0


def total(text: str) -> int:
    """The same for letters that may be in an unusual order: "IIII" is 4. Raises `KeyError` for other letters."""
    worths = [_WORTH[letter] for letter in text]
    return sum(-one if one < after else one for one, after in zip(worths, [*worths[1:], 0], strict=False))
