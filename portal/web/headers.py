"""The headers every answer carries, whatever its status."""

from flask import Flask, Response, current_app

from portal.web.moment import has_cookie

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
ABOUT_KEEPING = ("ETag", "Last-Modified", "Expires")
"""Files come with them; nothing of somebody signed in is kept anywhere, so there is nothing to ask about."""
TRANSPORT = "max-age=31536000; includeSubDomains"


def init_app(app: Flask, *, https: bool) -> None:
    app.extensions["headers"] = ALWAYS | ({"Strict-Transport-Security": TRANSPORT} if https else {})

    def add(response: Response) -> Response:
        own_policy = response.headers.get("Content-Security-Policy", "")
        response.headers.update(always())
        if "sandbox" in own_policy:
            response.headers["Content-Security-Policy"] = own_policy
        if has_cookie():
            response.headers["Cache-Control"] = "private, no-store"
            for name in ABOUT_KEEPING:
                response.headers.pop(name, None)
        elif "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response

    app.after_request(add)


def always() -> dict[str, str]:
    headers: dict[str, str] = current_app.extensions["headers"]
    return headers
