"""Values of cells as the person at the spreadsheet saw them."""

import re
from datetime import date, datetime, time, timedelta

FIXED = re.compile(r"0\.(0+)")
PADDED = re.compile(r"0{2,}")
GROUPED = re.compile(r"#[,.]##0(?:[.,](0+))?")
PERCENT = re.compile(r"0(?:\.(0+))?\s*%")
LONGEST_FORMAT = 255
MOST_PLACES = 30
"""Spreadsheets show no more; a file may ask for any number."""
CURRENCY = re.compile(r"€|EUR|\[\$€")


def shown(value: object, number_format: str | None = "General") -> str:
    """Text of a value: 5.0 is “5”, 1.1 is “1.1”, days are ISO; grouped amounts are written as in German."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, int | float):
        return _number(value, (number_format or "General")[:LONGEST_FORMAT].split(";")[0])
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    return str(value)


def _number(value: float, number_format: str) -> str:
    if percent := PERCENT.search(number_format):
        return f"{value * 100:.{_places(percent)}f} %".replace(".", ",")
    if GROUPED.search(number_format) or CURRENCY.search(number_format):
        return _amount(value, number_format)
    if fixed := FIXED.fullmatch(number_format):
        return f"{value:.{_places(fixed)}f}"
    if PADDED.fullmatch(number_format):
        return f"{round(value):0{min(len(number_format), MOST_PLACES)}}"
    return plain_number(value)


def _amount(value: float, number_format: str) -> str:
    pattern = GROUPED.search(number_format) or FIXED.search(number_format)
    places = _places(pattern) if pattern else 0
    figure = f"{value:,.{places}f}".translate(str.maketrans(",.", ".,"))
    return f"{figure} €" if CURRENCY.search(number_format) else figure


def _places(pattern: re.Match[str]) -> int:
    return min(len(pattern.group(1) or ""), MOST_PLACES)


def plain_number(value: float) -> str:
    """Without the noise of binary fractions, without exponents."""
    if isinstance(value, int):
        return str(value)
    if value.is_integer():
        return str(int(value))
    figure = f"{value:.15g}"
    return figure if "e" not in figure else f"{value:.15f}".rstrip("0")
