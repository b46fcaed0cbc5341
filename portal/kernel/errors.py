"""What the domain raises; each message is a German sentence for the person who asked, translated where it is shown."""


class Sentence(Exception):
    """A sentence with placeholders and what belongs into them."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence % values if values else sentence)
        self.sentence = sentence
        self.values = values


class Refused(Sentence):
    """The actor may not do this, or not now: 403."""


class Conflict(Sentence):
    """The thing has changed since the actor looked at it: 409."""


class Invalid(Sentence):
    """What was sent cannot be used as it is: 422. `field` names the form field it is about."""

    def __init__(self, sentence: str, *, field: str = "", **values: object) -> None:
        super().__init__(sentence, **values)
        self.field = field


class Missing(Exception):
    """There is no such thing, or not for this actor: 404."""


def require(allowed: bool, sentence: str, **values: object) -> None:
    if not allowed:
        raise Refused(sentence, **values)
