"""A request as a database can take it: the sign NUL, which nobody writes and some programs copy along, is not in it."""

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.exceptions import NotFound, RequestEntityTooLarge
from werkzeug.utils import cached_property

NUL = "\x00"
MOST_FIELDS = 5_000
"""Of one form; the longest of ours has a few hundred."""


class PlainRequest(Request):
    """Texts and query strings come without NUL; an address that has one leads nowhere. Nobody sends fields for ever."""

    @cached_property
    def args(self) -> MultiDict[str, str]:
        return _without_nul(super().args)

    def _load_form_data(self) -> None:
        if "form" not in self.__dict__:
            super()._load_form_data()
            sent: MultiDict[str, str] = self.__dict__["form"]
            self.__dict__["form"] = ImmutableMultiDict()
            if sum(1 for _ in sent.items(multi=True)) > MOST_FIELDS:
                raise RequestEntityTooLarge
            self.__dict__["form"] = _without_nul(sent)

    def lead_nowhere(self) -> None:
        """Take back the rule an address has been matched with if it has a NUL."""
        if NUL in self.path:
            self.url_rule, self.view_args, self.routing_exception = None, None, NotFound()


def _without_nul(values: MultiDict[str, str]) -> MultiDict[str, str]:
    pairs = list(values.items(multi=True))
    if not any(NUL in name or NUL in value for name, value in pairs):
        return values
    return ImmutableMultiDict([(name.replace(NUL, ""), value.replace(NUL, "")) for name, value in pairs])
