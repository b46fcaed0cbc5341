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
TRANSPORT = "max-age=31536000; includeSubDomains"


def init_app(app: Flask, *, https: bool) -> None:
    app.extensions["headers"] = ALWAYS | ({"Strict-Transport-Security": TRANSPORT} if https else {})

    def add(response: Response) -> Response:
        response.headers.update(always())
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-store" if has_cookie() else "no-store"
        return response

    app.after_request(add)


def always() -> dict[str, str]:
    headers: dict[str, str] = current_app.extensions["headers"]
    return headers
