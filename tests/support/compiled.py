"""What every app of a test would compile anew, compiled once per process: templates, and how addresses are built."""

from collections.abc import Callable
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class CompiledTemplates(BytecodeCache):
    """Held in memory; a template whose source has changed is compiled again, as Jinja compares a digest."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.held.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.held[bucket.key, bucket.checksum] = bucket.code


def keep_builders() -> None:
    """Werkzeug compiles two functions per rule; each is told the rule it belongs to by its first argument."""
    made: dict[Any, Callable[..., tuple[str, str]]] = {}
    anew = Rule._compile_builder

    def builder(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown)
        if key not in made:
            made[key] = anew(rule, append_unknown)
        return made[key]

    Rule._compile_builder = builder  # type: ignore[assignment,method-assign]
