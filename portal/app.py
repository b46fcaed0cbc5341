"""The application factory: every part is put together here and nowhere else."""

import hashlib
import secrets
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from flask import Flask
from flask_login import LoginManager
from flask_wtf import CSRFProtect
from sqlalchemy import Engine

from portal.accounts import views as accounts
from portal.accounts.signed_in import SignedIn
from portal.api import views as api
from portal.board import views as board
from portal.board.belongings import BELONGINGS as VIEWS
from portal.catalogue import views as catalogue
from portal.comments.belongings import BELONGINGS as COMMENTS
from portal.comments.belongings import FILES as ATTACHMENTS
from portal.comments.on_behalf import BELONGINGS as ENTERED
from portal.consultations.letterhead import site_letterhead
from portal.consultations.queries import consultation, has_demo
from portal.decisions.belongings import BELONGINGS as DECISIONS
from portal.kernel.database import Look, open_engine
from portal.kernel.places import TEMPLATES
from portal.kernel.settings import Settings
from portal.moderation import views as moderation
from portal.moderation.belongings import BELONGINGS as MODERATION
from portal.office import views as office
from portal.stakeholders import views as stakeholders
from portal.stakeholders.belongings import APPLICATIONS
from portal.stakeholders.belongings import BELONGINGS as MEMBERSHIPS
from portal.stakeholders.queries import signed_in_actor
from portal.stakeholders.queries.roles import own_roles
from portal.themes.belongings import BELONGINGS as THEMES
from portal.web import assets, errors, headers, hosts, languages, limits, navigation, notices, operating
from portal.web.door import GuardedFlask
from portal.web.kept_pages import KeptPages
from portal.web.shortcut import Shortcut
from portal.web.strips import segments

PARTS: tuple[Any, ...] = (accounts, api, board, catalogue, moderation, office, stakeholders)
BELONGINGS = (
    APPLICATIONS,
    ATTACHMENTS,
    COMMENTS,
    DECISIONS,
    ENTERED,
    MEMBERSHIPS,
    MODERATION,
    THEMES,
    VIEWS,
)
"""What is kept about people, besides their account."""
LARGEST_FORM = 1024 * 1024


def create_app(settings: Settings, engine: Engine | None = None, **config: Any) -> Flask:
    app = GuardedFlask("portal", template_folder=str(TEMPLATES), static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key or secrets.token_hex(32),
        SESSION_COOKIE_NAME="__Host-session" if settings.is_https else "session",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        MAX_FORM_PARTS=500,
        LANGUAGES=settings.languages,
        SETTINGS=settings,
    )
    app.config.update(config)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    engine = engine or open_engine(settings.database_url)
    look = Look(engine)
    kept_pages = KeptPages(look, _build())
    app.extensions |= {
        "engine": engine,
        "look": look,
        "kept_pages": kept_pages,
        "shortcut": Shortcut(kept_pages),
        "find_actor": signed_in_actor,
        "find_consultation": consultation,
        "find_roles": own_roles,
        "find_letterhead": site_letterhead,
        "has_demo": has_demo,
        "belongings": BELONGINGS,
    }
    login = LoginManager(app, add_context_processor=False)
    login.session_protection = None
    app.after_request_funcs[None].clear()  # nobody is remembered, and asking the session would make every page vary
    login.user_loader(SignedIn)
    app.add_template_global(segments)
    CSRFProtect(app)
    for part in (languages, navigation, notices, errors, assets, operating):
        part.init_app(app)
    limits.init_app(app, settings.redis_url)
    headers.init_app(app, https=settings.is_https)
    api.init_app(app)
    for room in PARTS:
        app.register_blueprint(room.bp)
    hosts.init_app(app, settings)
    return app


def _build() -> str:
    """Changes whenever templates or code do, so that no page outlives them."""
    try:
        number = version("portal")
    except PackageNotFoundError:
        number = "checkout"
    newest = max(path.stat().st_mtime_ns for root in (TEMPLATES, Path(__file__).parent) for path in root.rglob("*"))
    return hashlib.sha256(f"{number} {newest}".encode()).hexdigest()[:8]
