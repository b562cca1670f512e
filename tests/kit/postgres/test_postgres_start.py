"""A server comes up on an empty folder, comes back, and is what the application needs."""

import json
import stat
from pathlib import Path

import pytest

from tests.kit.postgres.looking import eventually, working_in
from twiza.kit.postgres import PostgresProblem, ensure, running
from twiza.kit.postgres.address import address, of_database, socket_folder
from twiza.kit.postgres.client import psql


def test_a_fresh_start_makes_a_database_and_a_restart_finds_it_again(data_dir: Path) -> None:
    with running(data_dir) as first:
        assert first.owned
        assert first.dsn.startswith("postgresql://twiza:")
        assert first.url == first.dsn.replace("postgresql://", "postgresql+asyncpg://")
        psql(first.dsn, "CREATE TABLE note (said text); INSERT INTO note VALUES ('salam')")
    assert working_in(data_dir) == []
    with running(data_dir) as second:
        assert second.port == first.port
        assert psql(second.dsn, "SELECT said FROM note") == "salam"
    assert working_in(data_dir) == []


def test_the_database_has_what_the_application_needs(made: Path) -> None:
    with running(made, durable=False) as server:
        assert psql(server.dsn, "SELECT show_trgm('سباك') <> '{}'") == "t"
        assert psql(server.dsn, "SELECT uuid_extract_version(uuidv7())") == "7"
        assert psql(server.dsn, "SELECT unaccent('Fès'), 'A'::citext = 'a', lower('É')") == "Fes|t|é"
        assert psql(server.dsn, "SELECT '[1,2]'::vector <-> '[1,2]'") == "0"
        psql(
            server.dsn,
            "CREATE TABLE slot (pro int, hours tstzrange, EXCLUDE USING gist (pro WITH =, hours WITH &&))",
        )
        settings = ("TimeZone", "data_checksums", "server_encoding", "jit", "listen_addresses")
        shown = [psql(server.dsn, f"SHOW {name}") for name in settings]
        assert shown == ["UTC", "on", "UTF8", "off", "127.0.0.1"]


def test_only_tests_give_up_durability(made: Path) -> None:
    with running(made) as server:
        assert psql(server.dsn, "SHOW fsync") == "on"
    with running(made, durable=False) as server:
        assert psql(server.dsn, "SHOW fsync") == "off"


def test_the_application_is_no_superuser_but_may_make_databases(made: Path) -> None:
    with running(made, durable=False) as server:
        role = "SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        assert psql(server.dsn, role) == "f|t"
        assert psql(server.admin_dsn, role) == "t|t"


def test_passwords_and_data_are_for_our_eyes_only(made: Path) -> None:
    with running(made, durable=False) as server:
        assert stat.S_IMODE((made / "passwords.json").stat().st_mode) == 0o600
        assert stat.S_IMODE(server.cluster.stat().st_mode) == 0o700
        assert stat.S_IMODE(server.log_path.stat().st_mode) == 0o600
        assert "trust" not in (server.cluster / "pg_hba.conf").read_text()
        assert json.loads((made / "passwords.json").read_text())["twiza"] not in repr(server)


def test_lost_passwords_are_replaced(existing: Path) -> None:
    (existing / "passwords.json").unlink()
    with running(existing, durable=False) as server:
        assert psql(server.dsn, "SELECT current_user") == "twiza"


def test_a_taken_port_is_left_to_whoever_has_it(existing: Path) -> None:
    with running(existing, durable=False) as first:
        other = existing.with_name("other")
        other.mkdir()
        (other / "port").write_text(str(first.port))
        with running(other, durable=False) as second:
            assert second.port != first.port


def test_the_log_is_capped(made: Path) -> None:
    with running(made, durable=False) as server:
        with server.log_path.open("ab") as log:
            log.write(b"long ago\n" * 1_300_000)
        eventually(lambda: server.log_path.stat().st_size < 1000)
        with pytest.raises(PostgresProblem):
            psql(server.dsn, "SELECT no_such_column")
        assert "no_such_column" in server.log_path.read_text()
        assert "long ago" in server.log_path.with_name("postgres.log.1").read_text()


def test_stop_may_be_called_twice(made: Path) -> None:
    server = ensure(made, durable=False)
    server.stop()
    server.stop()
    assert working_in(made) == []


def test_processes_come_through_a_socket_in_the_clusters_folder(existing: Path) -> None:
    """A cluster of before this knew ports only; its owner's other rules stay."""
    rules = existing / "cluster" / "pg_hba.conf"
    rules.write_text("# mine\nhost all all 127.0.0.1/32 scram-sha-256\n")
    with running(existing, durable=False) as server:
        assert psql(server.dsn, "SELECT inet_server_addr() IS NULL") == "t"
        assert psql(of_database(server.dsn, "postgres"), "SELECT current_database()") == "postgres"
        port = f"postgresql://twiza@127.0.0.1:{server.port}/twiza"
        with pytest.raises(PostgresProblem, match="password"):
            psql(port, "SELECT 1")
        with pytest.raises(PostgresProblem, match="password"):
            psql(server.dsn.replace("twiza:", "twiza:wrong"), "SELECT 1")
    assert rules.read_text().startswith("# mine\n")


def test_a_path_too_long_for_a_socket_leaves_the_port() -> None:
    assert socket_folder(Path("/a"), 5432) == Path("/a")
    long = socket_folder(Path("/" + "long" * 30), 5432)
    assert long is None
    found = address("twiza", "secret", "twiza", port=5432, socket=long)
    assert found == "postgresql://twiza:secret@127.0.0.1:5432/twiza"
