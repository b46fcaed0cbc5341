"""How often one address may ask for what sends letters or costs time; signing in has its own memory in the database."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address, headers_enabled=False)

LETTERS = "10 per 10 minutes"
"""Per address; a whole office may sit behind one."""


def init_app(app: Flask, redis_url: str) -> None:
    app.config["RATELIMIT_STORAGE_URI"] = redis_url or "memory://"
    limiter.init_app(app)
    for hooks in (app.before_request_funcs, app.after_request_funcs, app.teardown_request_funcs):
        hooks[None].pop()  # every limit stands on its view and is checked there
