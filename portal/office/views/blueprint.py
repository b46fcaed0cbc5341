"""The blueprint all pages of the office and of the operators belong to."""

from flask import Blueprint

bp = Blueprint("office", __name__)
