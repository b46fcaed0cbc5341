"""Accounts from the command line."""

import pytest
from flask.testing import FlaskClient

from portal.accounts.commands import create_account, set_password
from portal.accounts.jobs import JOBS
from portal.accounts.models import Account
from portal.accounts.passwords import TOO_SHORT
from portal.commands.jobs import REGISTRY
from portal.kernel.errors import Invalid
from tests.accounts.people import ANOTHER, PASSWORD
from tests.support.world import World, address_of


def test_an_account_made_by_the_operator_can_sign_in(world: World, visitor: FlaskClient) -> None:
    with world.work() as work:
        create_account(work, "Neu@lindenfurt.example", "Neu", PASSWORD, admin=True)
    assert world.one(Account, email="neu@lindenfurt.example").is_admin
    typed = {"email": "neu@lindenfurt.example", "password": PASSWORD}
    assert visitor.post("/sign-in", data=typed).status_code == 303


def test_an_account_may_be_made_without_a_password(world: World) -> None:
    with world.work() as work:
        assert create_account(work, "neu@lindenfurt.example", "Neu", None).password_hash is None


def test_the_operators_passwords_obey_the_same_rules(world: World) -> None:
    with world.work() as work, pytest.raises(Invalid) as refusal:
        create_account(work, "neu@lindenfurt.example", "Neu", "kurz")
    assert refusal.value.sentence == TOO_SHORT
    with world.work() as work, pytest.raises(Invalid):
        set_password(work, address_of("member"), "member@example.org")
    with world.work() as work:
        set_password(work, address_of("member"), ANOTHER)


def test_the_worker_knows_what_accounts_ask_of_it() -> None:
    assert JOBS.items() <= REGISTRY.items()
