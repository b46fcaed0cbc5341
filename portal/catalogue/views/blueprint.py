"""The blueprint all public pages belong to."""

from flask import Blueprint

bp = Blueprint("catalogue", __name__)
