"""Security headers of every answer (payments file 4.2)."""

from flask import Flask, Response, request

from core.web.keeping import keep

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "connect-src 'self'; img-src 'self' data: blob:; manifest-src 'self'; worker-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)


def init_headers(app: Flask, *, is_https: bool) -> None:
    """Set the headers last, on every answer."""

    def set_headers(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", CSP)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Frame-Options"] = "DENY"
        if is_https:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        return response if request.endpoint == "static" else keep(response)

    app.after_request_funcs.setdefault(None, []).insert(0, set_headers)
