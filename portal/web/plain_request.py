"""A request as a database can take it: the sign NUL, which nobody writes and some programs copy along, is not in it."""

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.exceptions import NotFound
from werkzeug.utils import cached_property

NUL = "\x00"


class PlainRequest(Request):
    """Texts and query strings come without NUL; an address that has one leads nowhere."""

    @cached_property
    def args(self) -> MultiDict[str, str]:
        return _without_nul(super().args)

    def _load_form_data(self) -> None:
        if "form" not in self.__dict__:
            super()._load_form_data()
            self.__dict__["form"] = _without_nul(self.__dict__["form"])

    def lead_nowhere(self) -> None:
        """Take back the rule an address has been matched with if it has a NUL."""
        if NUL in self.path:
            self.url_rule, self.view_args, self.routing_exception = None, None, NotFound()


def _without_nul(values: MultiDict[str, str]) -> MultiDict[str, str]:
    pairs = list(values.items(multi=True))
    if not any(NUL in name or NUL in value for name, value in pairs):
        return values
    return ImmutableMultiDict([(name.replace(NUL, ""), value.replace(NUL, "")) for name, value in pairs])
