"""Every table of the house, for migrations and for tests that compare them."""

from portal.accounts import models as accounts
from portal.audit import models as audit
from portal.board import models as board
from portal.comments import models as comments
from portal.consultations import models as consultations
from portal.decisions import models as decisions
from portal.imports import models as imports
from portal.kernel.model import Model
from portal.moderation import models as moderation
from portal.office import models as office
from portal.outbox import models as outbox
from portal.search import models as search
from portal.stakeholders import models as stakeholders
from portal.themes import models as themes

METADATA = Model.metadata
MODULES = (
    accounts,
    audit,
    board,
    comments,
    consultations,
    decisions,
    imports,
    moderation,
    office,
    outbox,
    search,
    stakeholders,
    themes,
)
