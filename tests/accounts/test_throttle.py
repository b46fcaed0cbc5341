"""How often a password may be tried."""

from datetime import UTC, datetime, timedelta
from threading import Thread

from portal.accounts import throttle
from portal.accounts.models import Throttle
from portal.accounts.throttle import MOST_PER_ACCOUNT, WINDOW, account_key, network_key
from tests.support.world import World

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
KEY = account_key("member@example.org")


def fail(world: World, times: int, at: datetime = NOW) -> None:
    for _ in range(times):
        with world.work(at=at) as work:
            throttle.count(work, [KEY])


def wait(world: World, at: datetime = NOW) -> timedelta | None:
    with world.work(at=at) as work:
        return throttle.wait(work, [KEY])


def test_ten_failures_close_a_key_until_the_window_is_over(world: World) -> None:
    fail(world, MOST_PER_ACCOUNT - 1)
    assert wait(world) is None
    fail(world, 1, NOW + timedelta(minutes=5))
    assert wait(world, NOW + timedelta(minutes=5)) == timedelta(minutes=10)
    assert wait(world, NOW + WINDOW) is None


def test_a_new_window_counts_from_one(world: World) -> None:
    fail(world, MOST_PER_ACCOUNT)
    fail(world, 1, NOW + WINDOW)
    assert world.one(Throttle).failures == 1
    assert world.one(Throttle).since == NOW + WINDOW


def test_keys_are_counted_apart(world: World) -> None:
    fail(world, MOST_PER_ACCOUNT)
    with world.work(at=NOW) as work:
        assert throttle.wait(work, [account_key("stranger@example.org")]) is None


def test_old_rows_are_forgotten_so_that_no_address_stays(world: World) -> None:
    fail(world, 1)
    with world.work(at=NOW + WINDOW) as work:
        throttle.count(work, [network_key("192.0.2.7")])
    assert [row.key for row in world.all(Throttle)] == [network_key("192.0.2.7").digest]


def test_the_table_holds_no_address_in_the_clear(world: World) -> None:
    fail(world, 1)
    assert "member" not in world.one(Throttle).key


def test_a_home_with_an_ipv6_prefix_is_one_network() -> None:
    home = network_key("2001:db8:1:2::1")
    assert network_key("2001:db8:1:2:ffff::9") == home != network_key("2001:db8:1:3::1")
    assert network_key("::ffff:192.0.2.7") == network_key("192.0.2.7") != network_key("192.0.2.8")
    assert network_key(None) == network_key("")


def test_no_failure_is_lost_when_many_come_at_once(world: World) -> None:
    threads = [Thread(target=fail, args=(world, 3)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert world.one(Throttle).failures == 12
