"""The base every table stands on."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from markupsafe import Markup
from sqlalchemy import JSON, Date, Enum, MetaData, Text, text
from sqlalchemy.orm import DeclarativeBase

from portal.kernel.columns import SafeHtml, UtcDateTime

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

EMPTY = text("''")
"""What a database puts into the older rows of a new column of text."""


def _values(kind: type[StrEnum]) -> list[str]:
    return [member.value for member in kind]


class Model(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text,
        datetime: UtcDateTime,
        date: Date,
        Markup: SafeHtml,
        dict[str, Any]: JSON,
        StrEnum: Enum(StrEnum, native_enum=False, length=32, values_callable=_values),
    }
