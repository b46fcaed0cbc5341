"""The blueprint of invitations and of one's own organisation."""

from flask import Blueprint

bp = Blueprint("stakeholders", __name__)
