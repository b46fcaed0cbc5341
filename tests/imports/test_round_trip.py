"""Our own exports of the catalogue can be read back."""

from io import BytesIO

import pytest

from portal.catalogue.report import catalogue_report
from portal.imports import operations, queries
from portal.imports.checking import check
from portal.imports.mapping import apply
from portal.imports.queries import Catalogue
from portal.imports.reading import read_table
from portal.kernel.words import Words
from portal.reports.writing import pieces, write
from tests.imports.files import xlsx
from tests.imports.sheets import measures
from tests.support.world import World, consultation_in


def exported(world: World, form: str, language: str) -> bytes:
    with world.work() as work:
        report = catalogue_report(work, consultation_in(work), Words(language), form)
        if form == "json":
            return b"".join(pieces(report, form))
        stream = BytesIO()
        write(report, form, stream)
        return stream.getvalue()


@pytest.mark.parametrize(("form", "language"), [("json", "de"), ("json", "en"), ("xlsx", "de"), ("xlsx", "en")])
def test_an_export_changes_nothing_where_it_comes_from_and_is_whole_elsewhere(
    world: World, form: str, language: str
) -> None:
    with world.work("editor") as work:
        here = consultation_in(work)
        table = read_table("a.xlsx", xlsx(("Plan", measures(5))))
        plan = operations.plan_import(work, here, table, operations.find_mapping(work, here, table))
        operations.import_catalogue(work, here, plan, file="a.xlsx")
    world.comment("member")
    table = read_table(f"catalogue.{form}", exported(world, form, language))
    with world.work("editor") as work:
        here = consultation_in(work)
        present = queries.catalogue(work, here)
        mapping = operations.find_mapping(work, here, table)
        plan = operations.plan_import(work, here, table, mapping)
    assert plan.faults == ()
    assert plan.changes_nothing
    assert len(plan.goals) + len(plan.measures) == len(present.items)
    elsewhere = Catalogue(present.sections)
    fresh = check(apply(table, mapping, present.sections), mapping, elsewhere)
    assert fresh.faults == ()
    assert {step.after.code for step in (*fresh.goals, *fresh.measures)} == {item.code for item in present.items}
