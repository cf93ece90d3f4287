"""Who sees which rows: a coordinator the own ones and nobody else's, leaders all of them as counts, and nobody a table without a rule."""

import pytest
from sqlalchemy import Column, MetaData, Table, Text, select

from data_access import gate
from data_access.engine import fetch
from data_access.schema import METADATA, client_case
from data_access.scope import NoAccess, Role, Viewer, may_see_workers, row_rule
from data_access.statements import counted, listed
from data_access.tally import Bucket, Clock, Tally

LEADERS = [Viewer(Role.MANAGER), Viewer(Role.STEERING_GROUP)]
OWN = Viewer(Role.COORDINATOR, "K1")
CALENDAR = (Bucket("all", "2023-01", "2026-12"),)
NO_RULE = Table("loose", MetaData(), Column("something", Text), info={"public": False})


@pytest.mark.parametrize("text", ["manager", "steering_group", "coordinator:TYTTI-1"])
def test_a_viewer_reads_and_writes_itself(text: str) -> None:
    assert str(Viewer.parse(text)) == text


@pytest.mark.parametrize("text", ["", "admin", "Manager", "coordinator", "coordinator:", "manager:K1", "steering_group:K1", ":K1"])
def test_anything_else_is_nobody(text: str) -> None:
    with pytest.raises(NoAccess, match=r"not a role|identifier"):
        Viewer.parse(text)


def test_a_table_without_a_rule_is_refused_to_a_coordinator() -> None:
    with pytest.raises(NoAccess, match="loose"):
        row_rule(NO_RULE, OWN)


def test_a_new_role_sees_nothing_until_it_has_a_rule() -> None:
    nobody = Viewer(Role.MANAGER)
    object.__setattr__(nobody, "role", "auditor")
    with pytest.raises(NoAccess, match="auditor"):
        row_rule(client_case, nobody)


@pytest.mark.parametrize("table", [table for table in METADATA.tables.values() if not table.info["public"]], ids=lambda table: table.name)
def test_every_table_about_persons_can_be_scoped(table: Table) -> None:
    assert {"coordinator_id", "record_key", "team_id"} <= set(table.c.keys())
    assert "coordinator_id" in str(row_rule(table, OWN)) and "K1" in row_rule(table, OWN).compile().params.values()
    assert all("coordinator_id" not in str(row_rule(table, leader)) for leader in LEADERS)


@pytest.mark.parametrize("table", [table for table in METADATA.tables.values() if table.info["public"]], ids=lambda table: table.name)
def test_no_public_table_holds_a_person_a_case_or_a_worker(table: Table) -> None:
    assert not {"person_id", "person_key", "case_id", "coordinator_id", "record_key"} & set(table.c.keys())


@pytest.mark.parametrize("clock", Clock)
def test_the_rule_is_in_every_statement_about_persons(clock: Clock) -> None:
    tally = Tally("client_case", "opened_month", by=("sex",), until="closed_month", clock=clock, value="age_at_start", buckets=CALENDAR)
    for statement in (counted(tally, OWN), listed(tally, OWN)):
        assert "client_case.coordinator_id = " in str(statement)


@pytest.mark.usefixtures("on_duckdb")
def test_own_cases_are_the_coordinators_and_carry_no_person() -> None:
    for name in ("TYTTI-1", gate.coordinators()[0]):
        cases = gate.my_cases(Viewer(Role.COORDINATOR, name))
        owned = fetch(select(client_case.c.case_id).where(client_case.c.coordinator_id == name))
        assert set(cases["case_id"]) == set(owned["case_id"]) and len(cases)
        assert not {"person_id", "person_key", "record_key", "coordinator_id"} & set(cases.columns)


@pytest.mark.usefixtures("on_duckdb")
@pytest.mark.parametrize("leader", LEADERS, ids=str)
def test_leaders_have_no_cases_of_their_own(leader: Viewer) -> None:
    with pytest.raises(NoAccess):
        gate.my_cases(leader)
    with pytest.raises(NoAccess):
        gate.my_measurements(leader)


@pytest.mark.usefixtures("on_duckdb")
def test_a_coordinator_nobody_knows_sees_nothing() -> None:
    stranger = Viewer(Role.COORDINATOR, "' OR 1=1 --")
    assert gate.my_cases(stranger).empty
    assert gate.count(Tally("client_case", "opened_month"), stranger)["n"].tolist() == [0]


def test_only_a_coordinator_sees_figures_of_a_worker() -> None:
    assert may_see_workers(OWN) and not any(may_see_workers(leader) for leader in LEADERS)
