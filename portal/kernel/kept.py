"""A bounded store of one process for what never changes under its key; what is used least recently goes first."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from portal.kernel.database import is_reading

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """Used by sessions that only read: what a writer sees may yet be rolled back. Keys name the database too."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()

    def find(self, session: Session, key: Hashable, read: Callable[[], Value]) -> Value:
        """The kept value, or what `read` gives, which is then kept."""
        found = self.get(session, key)
        return self.put(session, key, read()) if found is None else found

    def get(self, session: Session, key: Hashable) -> Value | None:
        if not is_reading(session):
            return None
        place = (session.get_bind().engine.url, key)
        with self._lock:
            if place not in self._values:
                return None
            self._values.move_to_end(place)
            return self._values[place]

    def put(self, session: Session, key: Hashable, value: Value) -> Value:
        if not is_reading(session):
            return value
        with self._lock:
            self._values[session.get_bind().engine.url, key] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value
