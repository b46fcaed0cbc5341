"""Code and title that stand together in one cell."""

import re

KIND_OF_ENTRY = re.compile(r"^(?:Maßnahme|Massnahme|Maßnahmenblatt|Measure|Ziel|Goal|Nr\.?)\s+(?=\S* ?\d)", re.I)
CODE_AND_TITLE = re.compile(
    r"(?P<code>[A-ZÄÖÜ]{1,4}(?:[ .]?\d[\w.+]*)?|[A-ZÄÖÜ]\w{0,5}\d[\w.+]*|\d[\w.+]*)"
    r"(?:\s*[:–—|]\s*|\.?\s+-\s+|\.?\s+)"
    r"(?P<title>\D.{2,})"
)
SHORT_CODE = re.compile(r"[A-ZÄÖÜ]{1,4}|\d{1,3}")


def divided(text: str) -> tuple[str, str]:
    """Code and title out of “B – Bildung”, “B” or “Bildung”; what is not there is empty."""
    plain = " ".join(text.split())
    if both := CODE_AND_TITLE.fullmatch(plain):
        return both["code"].rstrip("."), both["title"]
    return (plain, "") if SHORT_CODE.fullmatch(plain) else ("", plain)


def coded_title(text: str) -> tuple[str, str]:
    """Code and title out of “Maßnahme B 1.1: Sprachcafés”; no code without a digit, for “IT Sicherheit” is a title."""
    code, title = divided(KIND_OF_ENTRY.sub("", " ".join(text.split())))
    return (code, title) if any(sign.isdigit() for sign in code) else ("", text)
