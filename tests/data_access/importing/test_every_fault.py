"""Every one of the 75 rows of the list of faults has a test, or stands here with the reason why it has none."""

import ast
import re
from pathlib import Path

from tests.data_access.importing.test_faults import FAULTS, READ

TESTS = Path(__file__).resolve().parents[2]
IMPORTING = "data_access/importing"
# Rows that are not (only) in FAULTS and READ: number -> tests.
ELSEWHERE: dict[int, tuple[str, ...]] = {
    21: (f"{IMPORTING}/test_later_loads.py::test_21_a_file_that_changes_while_it_is_imported_is_refused",),
    22: (f"{IMPORTING}/test_faults.py::test_22_the_same_file_twice_changes_nothing",),
    23: (
        f"{IMPORTING}/test_archive.py::test_23_a_bomb_is_refused_before_it_is_unpacked",
        f"{IMPORTING}/test_delivery.py::test_23_a_delivery_larger_than_the_limit_is_refused_before_it_is_read",
    ),
    24: (
        f"{IMPORTING}/test_read_xlsx.py::test_24_a_password_or_the_old_format_is_refused",
        f"{IMPORTING}/test_read_xlsx.py::test_24_macros_are_refused_under_any_name",
    ),
    25: (
        f"{IMPORTING}/test_read_xlsx.py::test_25_formulas_without_a_value_and_errors_set_the_row_aside",
        f"{IMPORTING}/test_read_xlsx.py::test_25_hidden_rows_columns_and_sheets_are_read_and_told",
        f"{IMPORTING}/test_delivery.py::test_25_of_several_sheets_none_is_guessed",
    ),
    26: (f"{IMPORTING}/test_read_parquet.py::test_26_a_time_zone_is_kept",),
    28: (
        f"{IMPORTING}/test_telling.py::test_no_cell_of_that_file_can_be_a_formula",
        "ui/test_loads.py::test_every_beginning_of_a_formula_is_made_text",
    ),
    29: (f"{IMPORTING}/test_faults.py::test_28_29_a_text_that_looks_like_a_formula_or_markup_is_kept_as_text",),
    32: ("data_access/test_next_division.py::test_history_is_told_on_the_new_map",),
    33: ("data_access/test_next_division.py::test_a_municipality_that_goes_over_to_another_county_makes_its_area_a_crossing_one",),
    39: (f"{IMPORTING}/test_faults.py::test_39_one_row_an_event_whatever_else_a_case_has",),
    43: (f"{IMPORTING}/test_nobody_is_kept.py::test_what_tells_who_somebody_is_is_refused_and_told_nowhere",),
    44: (
        f"{IMPORTING}/test_comparing.py::test_what_differs_too_much_waits_until_it_is_accepted",
        f"{IMPORTING}/test_comparing.py::test_pseudonyms_of_another_key_are_refused_beside_those_in_force",
    ),
    45: (f"{IMPORTING}/test_comparing.py::test_what_differs_too_much_waits_until_it_is_accepted",),
    49: (f"{IMPORTING}/test_read_xlsx.py::test_49_days_of_a_workbook_that_counts_from_1904_are_read_by_its_flag",),
    56: (f"{IMPORTING}/test_later_loads.py::test_56_a_day_is_of_its_calendar_month_and_never_of_the_year_of_its_week",),
    57: (f"{IMPORTING}/test_later_loads.py::test_57_a_late_event_of_a_closed_month_makes_a_new_version_that_names_the_month",),
    58: (
        "charts/test_over_time.py::test_the_unfinished_month_has_an_open_mark_a_dotted_way_and_a_band",
        "ui/test_referrals_and_outcomes.py::test_the_newest_whole_quarter_is_said_with_its_n_and_the_unfinished_one_is_not",
    ),
    59: (f"{IMPORTING}/test_later_loads.py::test_59_a_clock_that_jumps_back_or_is_of_another_zone_changes_no_order",),
    60: (
        f"{IMPORTING}/test_killed.py::test_an_import_killed_where_any_stage_begins_leaves_what_was",
        f"{IMPORTING}/test_killed.py::test_an_import_killed_at_any_moment_leaves_the_old_or_the_new",
    ),
    61: (f"{IMPORTING}/test_killed.py::test_a_full_disk_leaves_what_was_and_the_next_import_works_where_there_is_room_again",),
    62: (
        "data_access/test_engine.py::test_a_connection_that_the_server_ended_is_made_anew",
        "browser/test_refusals.py::test_a_database_that_cannot_be_reached_is_told_in_a_sentence",
    ),
    63: ("data_access/test_engine.py::test_what_takes_too_long_is_ended_and_not_begun_again",),
    64: (f"{IMPORTING}/test_publish.py::test_a_second_import_of_another_process_is_refused",),
    65: (f"{IMPORTING}/test_while_reading.py::test_twenty_who_read_never_see_half_an_import",),
    66: (
        "data_access/test_scope.py::test_the_rule_is_in_every_statement_about_persons",
        "metrics/test_oracle.py::test_a_coordinator_sees_the_own_rows_exactly",
    ),
    68: (
        "data_access/test_engine.py::test_what_an_older_version_imported_is_said_and_can_be_imported_again",
        f"{IMPORTING}/test_later_loads.py::test_what_an_older_version_imported_and_does_not_come_again_is_not_dropped_in_silence",
    ),
    69: (f"{IMPORTING}/test_later_loads.py::test_69_a_backup_put_back_is_in_force_and_its_key_still_fits",),
    71: ("browser/test_pages.py::test_every_page_with_nothing_to_show_in_swedish",),
    72: ("metrics/test_funnel.py::test_areas_that_are_all_nothing_or_all_everything_are_within",),
    73: (
        "metrics/test_grammar.py::test_what_is_not_known_is_refused_with_what_is_allowed",
        "browser/test_address.py::test_bad_values_fall_back_to_the_default_view",
    ),
    75: (
        "metrics/test_oracle.py::test_a_coordinator_sees_the_own_rows_exactly",
        "metrics/test_oracle_leaders.py::test_a_manager_sees_true_numbers_and_none_of_one_to_four",
    ),
}
WITHOUT = {
    67: "nothing is migrated: what an older version imported is imported again from the files (68)",
    70: "nobody signs in yet: own data is not shown at all (browser/test_refusals.py)",
    74: "speed and memory are measured in bench/, as timed tests are banned",
}


def test_every_row_of_the_list_has_a_test_or_a_reason() -> None:
    here = {int(number.group()) for name in (*FAULTS, *READ) if (number := re.match(r"\d+", name))}
    assert here | set(ELSEWHERE) | set(WITHOUT) == set(range(1, 76)) and not set(WITHOUT) & (here | set(ELSEWHERE))


def test_every_test_that_is_named_is_there() -> None:
    for place in (place for places in ELSEWHERE.values() for place in places):
        file, name = place.split("::")
        tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
        assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}, place
