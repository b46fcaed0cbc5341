"""What every speed is held against: a Flask route that returns a constant, served like the portal."""

import sys

from flask import Flask

from portal.commands.running import serve


def build() -> Flask:
    app = Flask("bare")
    app.add_url_rule("/", view_func=lambda: "Hello")
    return app


if __name__ == "__main__":
    serve(build, "127.0.0.1", int(sys.argv[sys.argv.index("--port") + 1]), 1)
