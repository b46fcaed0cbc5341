"""Mail leaves the house through one door."""

import ast
from pathlib import Path

from portal.kernel.places import PACKAGE

SPEAKERS = {"smtplib", "imaplib", "poplib", "aiosmtplib", "aiosmtpd"}
DOOR = Path("outbox/delivery.py")


def test_only_the_outbox_speaks_with_mail_servers() -> None:
    speaking = {path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py") if SPEAKERS & _imports(path)}
    assert speaking == {DOOR}


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found
