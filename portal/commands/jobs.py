"""The long work `portal worker` knows, by kind."""

from collections.abc import Callable
from typing import Any

REGISTRY: dict[str, Callable[..., Any]] = {}
