"""The star: every table of the dashboard, declared once as SQLAlchemy Core.

Facts are read alone and never joined with each other, so each repeats the keys it is scoped and grouped by, and the month
of each date is stored at import. Longer than most files here because it is one idea: what the database holds.
"""

from sqlalchemy import Column, MetaData

from data_access.fields import code, day, derived, fact, ident, month, number, whole, words

METADATA = MetaData()


def _scope(*, from_case: bool = True) -> list[Column]:
    """The keys each client fact repeats. Where a case is named they are taken from the case at import."""
    how = "; taken from the case where case_id is given" if from_case else ""
    apart = "; none where case_id is given" if from_case else ""
    return [
        ident("team_id", f"Team that did the work{how}", required=not from_case, refers="team", example="T13-1"),
        ident("coordinator_id", f"Coordinator in charge, made a pseudonym at import{how}", pseudonym="worker", default="unknown", example="K13-2"),
        ident("municipality", f"Municipality code of the client's home, three digits{how}", refers="area", default="unknown", example="297"),
        ident("project", f"Project the work belongs to{how}; empty = no project", refers="project", default="none", example="TYTTI"),
        derived("municipality_recorded", f"Municipality code as it came, before `municipality` became the one it was merged into{apart}"),
        derived("county", "Wellbeing services county of the municipality, or of the team where it is not known"),
        derived("employment_area", "Employment area of the municipality"),
        derived("record_key", "Keyed hash of the row's identity, used only to round counts the same way in every table", "key"),
    ]


def _person(*, counted: bool = True) -> list[Column]:
    """What each client fact repeats of the person. Events are counted as events and never as persons, so they need not know whose they are."""
    key = derived("person_key", "Keyed hash of the person pseudonym, from the case, by which persons are counted once", "key")
    return [
        *([key] if counted else []),
        derived("sex", "Sex, from the case", "code", "sex"),
        derived("age_class", "Age class at the start of the case", "code", "age_class"),
    ]


client_case = fact(
    METADATA,
    "client_case",
    ("case_id",),
    "One row for each referral to the service and the case it became",
    ident("case_id", "Pseudonym of the case", required=True, example="C000123"),
    ident(
        "person_id", "Person, the same in every case of the person; made a pseudonym at import", pseudonym="person", required=True, example="P000107"
    ),
    *_scope(from_case=False),
    code("segment", "segment", "Client segment", example="path_unemployed"),
    code("sex", "sex", "Sex as recorded by the service", example="female"),
    whole("birth_year", "Year of birth; the day is not asked for", unit="year", low=1930, high=2015, example="1987"),
    code("referral_source", "referral_source", "Who referred the client to the service", example="employment_services"),
    day("referred_date", "Date the referral was received", required=True),
    day("opened_date", "Date the case was opened; empty = still waiting, or never opened"),
    day("closed_date", "Date the case was closed; empty = not closed"),
    code("status", "case_status", "Where the case stands now", required=True, example="in_services"),
    code("labour_status", "labour_status", "Labour-market status at the start", example="02"),
    number("unemployment_months", "Months unemployed at the start; empty = not known", unit="months", low=0, high=720, example="41"),
    code("outcome", "outcome", "Primary outcome; only for a closed case", default=None, example="open_market_work"),
    code("goal_result", "goal_result", "Whether the client's goal was reached; only for a closed case", default=None, example="partly"),
    derived("referred_month", "Month of referred_date", "month"),
    derived("opened_month", "Month of opened_date", "month"),
    derived("closed_month", "Month of closed_date", "month"),
    derived("person_key", "Keyed hash of the person pseudonym", "key"),
    derived("age_at_start", "Year of opening (or referral) less year of birth", "whole"),
    derived("age_class", "Class of age_at_start", "code", "age_class"),
    derived("unemployment_class", "Class of unemployment_months, lower bound included", "code", "unemployment_class"),
    derived("first_service", "First service started, `none` without one", "code", "service"),
    derived("reached_step", "Furthest of the six steps with an event that was held", "code", "step"),
    derived("last_event_date", "Latest event that was held", "date"),
    *[derived(f"days_to_step_{n}", f"Days from referral to the first held event of step {n}", "whole") for n in range(2, 7)],
    derived("days_to_first_meeting", "Days from referral to the first held initial interview or client meeting", "whole"),
    derived("days_in_service", "Days from opening to closing", "whole"),
)

case_event = fact(
    METADATA,
    "case_event",
    ("event_id",),
    "One row for each thing that happened, with or without a case",
    ident("event_id", "Identifier of the event", required=True, example="E0000456"),
    ident("case_id", "Case the event belongs to; empty for consultations and other work that is not about one client", refers="client_case"),
    code("event_code", "event", "What happened", required=True, example="INTAKE"),
    code("step", "step", "Step of the service path 1-6; empty = the usual step of the event", default=None, example="2"),
    day("event_date", "Date it happened or was to happen", required=True),
    day("recorded_at", "Date it was recorded"),
    code("status", "event_status", "Whether it was held", default="held", example="held"),
    code("service", "service", "Service concerned", default="none", example="team_physician"),
    code("partner", "referral_source", "Other party concerned", default="none", example="kela"),
    ident("unit", "Unit that did the work", example="team"),
    *_scope(),
    *_person(counted=False),
    derived("event_month", "Month of event_date", "month"),
    derived("days_to_record", "Days from event_date to recorded_at", "whole"),
)

service_episode = fact(
    METADATA,
    "service_episode",
    ("episode_id",),
    "One row for each onward referral to a service and what became of it",
    ident("episode_id", "Identifier of the episode", required=True, example="S000789"),
    ident("case_id", "Case referred onward", required=True, refers="client_case"),
    code("service", "service", "Service referred to", required=True, example="vocational_rehabilitation_kela"),
    day("referred_date", "Date of the onward referral", required=True),
    day("started_date", "Date the service started; empty = has not started"),
    day("ended_date", "Date the service ended; empty = goes on"),
    code("not_started_reason", "not_started_reason", "Why it never started", default="none"),
    *_scope(),
    *_person(),
    derived("referred_month", "Month of referred_date", "month"),
    derived("started_month", "Month of started_date", "month"),
    derived("ended_month", "Month of ended_date", "month"),
    derived("days_to_start", "Days from onward referral to start", "whole"),
    derived("days_in_service", "Days from start to end", "whole"),
)

status_spell = fact(
    METADATA,
    "status_spell",
    ("spell_id",),
    "Labour-market status of a client over time",
    ident("spell_id", "Identifier of the spell", required=True),
    ident("case_id", "Case of the client", required=True, refers="client_case"),
    code("labour_status", "labour_status", "Status of the Employment Service Statistics", required=True, example="02"),
    day("from_date", "First day in the status", required=True),
    day("to_date", "Last day in the status; empty = goes on"),
    *_scope(),
    *_person(),
    derived("from_month", "Month of from_date", "month"),
)

job_spell = fact(
    METADATA,
    "job_spell",
    ("job_id",),
    "Jobs of clients",
    ident("job_id", "Identifier of the job", required=True),
    ident("case_id", "Case of the client", required=True, refers="client_case"),
    day("from_date", "First day of the job", required=True),
    day("to_date", "Last day of the job; empty = goes on"),
    number("hours_per_week", "Hours worked in a week", unit="hours", low=0, high=80),
    code("subsidised", "yes_no", "Whether the wage is subsidised"),
    *_scope(),
    *_person(),
    derived("from_month", "Month of from_date", "month"),
    derived("days_in_job", "Days from start to end, both known", "whole"),
)

measurement = fact(
    METADATA,
    "measurement",
    ("measurement_id",),
    "Scores of validated instruments: health data, shown in classes or means only",
    ident("measurement_id", "Identifier of the measurement", required=True),
    ident("case_id", "Case measured", required=True, refers="client_case"),
    code("instrument", "instrument", "Instrument", required=True, example="kykyviisari"),
    code("planned_point", "measurement_point", "Planned point of measurement", required=True, example="0"),
    day("measured_date", "Date measured", required=True),
    number("score", "Score on the instrument's own scale", unit="points", low=0, high=125, required=True),
    *_scope(),
    *_person(),
    derived("measured_month", "Month of measured_date", "month"),
)

goal = fact(
    METADATA,
    "goal",
    ("goal_id",),
    "Goals set with the client and how far they were reached (Goal Attainment Scaling)",
    ident("goal_id", "Identifier of the goal", required=True),
    ident("case_id", "Case the goal belongs to", required=True, refers="client_case"),
    day("set_date", "Date the goal was set", required=True),
    day("scored_date", "Date the goal was scored; empty = not yet"),
    whole("weight", "Weight of the goal", unit="weight", low=1, high=5, required=True),
    whole("score", "Attainment from -2 to 2; empty = not scored", unit="GAS points", low=-2, high=2),
    *_scope(),
    *_person(),
    derived("set_month", "Month of set_date", "month"),
)

feedback_answer = fact(
    METADATA,
    "feedback_answer",
    ("response_id", "item"),
    "One row for each answered item of a feedback form; nobody is identified",
    ident("response_id", "Identifier of the form", required=True),
    code("respondent", "respondent", "Who answered", required=True, example="client"),
    code("item", "feedback_item", "Item answered", required=True, example="recommend"),
    whole("value", "Answer on the item's own scale: 1-5 for statements, 0-10 for recommendation", unit="points", low=0, high=10, required=True),
    day("answered_date", "Date of the answer", required=True),
    *_scope(from_case=False),
    derived("answered_month", "Month of answered_date", "month"),
)

indicator = fact(
    METADATA,
    "indicator",
    ("indicator",),
    "Indicators of the population and of other organisations",
    ident("indicator", "Name of the indicator", required=True, example="unemployed"),
    words("name_fi", "Name in Finnish", required=True),
    words("name_sv", "Name in Swedish", required=True),
    words("name_en", "Name in English", required=True),
    words("definition_fi", "Definition in Finnish", required=True),
    words("definition_sv", "Definition in Swedish", required=True),
    words("definition_en", "Definition in English", required=True),
    code("unit", "unit", "Unit of the value", required=True, example="persons"),
    code("better", "better", "Which way is better", required=True, example="down"),
    code("additive", "yes_no", "Whether values of areas may be added up", required=True, example="yes"),
    whole("expected_lag_months", "Months from the end of a period to its usual publication", unit="months", required=True, high=48),
    code("indicator_group", "indicator_group", "Group the leaders know it by", required=True, example="hyte"),
    words("producer", "Who produces the figure", required=True),
    words("source_url", "Where the figure can be looked up"),
    public=True,
)

indicator_value = fact(
    METADATA,
    "indicator_value",
    ("indicator", "area_type", "area", "period", "sex", "age_class"),
    "Published figures",
    ident("indicator", "Indicator", required=True, refers="indicator"),
    code("area_type", "area_type", "Kind of area", required=True, example="municipality"),
    ident("area", "Code of the area", required=True, example="564"),
    words("period", "Year YYYY or month YYYY-MM", required=True, example="2021-01"),
    whole("period_months", "Months the figure covers when not a whole year or month", unit="months", low=1, high=12),
    code("sex", "sex", "Sex", default="all"),
    code("age_class", "age_class", "Age class", default="all"),
    number("value", "Value in the indicator's unit; empty = see value_state", unit="see indicator"),
    number("numerator", "Numerator of a ratio", unit="persons", low=0),
    number("denominator", "Denominator of a ratio", unit="persons", low=0),
    code("value_state", "value_state", "Whether the value is there", default="ok", example="secret"),
    words("producer", "Who published it", required=True),
    words("licence", "Licence or other ground of use", required=True),
    words("source", "Publication, with page or table", required=True),
    day("published", "Date of publication"),
    day("fetched_at", "Date fetched or written down"),
    derived("period_month", "Last month of the period", "month"),
    derived("municipality", "Municipality of the row, or `all`"),
    derived("county", "County of the row, or `all`"),
    derived("employment_area", "Employment area of the row, or `all`"),
    derived(
        "area_in_force",
        "`no` for a county or employment area that has ended, or got another border after the figure was published; else `yes`",
        "code",
        "yes_no",
    ),
    public=True,
)

area = fact(
    METADATA,
    "area",
    ("area_type", "area", "valid_from"),
    "Areas with their names and what they belong to, by time",
    code("area_type", "area_type", "Kind of area", required=True),
    ident("area", "Code of the area", required=True),
    words("name_fi", "Name in Finnish", required=True),
    words("name_sv", "Name in Swedish", required=True),
    words("name_en", "Name in English", required=True),
    ident("county", "County a municipality belongs to; required of a municipality"),
    ident("employment_area", "Employment area a municipality belongs to; required of a municipality"),
    words("languages", "Official languages, main first", example="fi sv"),
    words("kela_area", "Kela's service area of a municipality"),
    whole("population", "Inhabitants on 31.12.2022", unit="persons"),
    number("seat_lon", "Longitude of the seat", unit="degrees"),
    number("seat_lat", "Latitude of the seat", unit="degrees"),
    day("valid_from", "First day of the division", required=True),
    day("valid_to", "Last day; empty = in force"),
    ident("successor", "Municipality it was merged into on the day after valid_to; only in the last row of a code"),
    public=True,
)

code_list = fact(
    METADATA,
    "code_list",
    ("list", "code"),
    "Code lists with names and validity",
    ident("list", "Name of the list", required=True),
    ident("code", "Code", required=True),
    whole("sort", "Order on screen", unit="order", required=True),
    words("name_fi", "Name in Finnish", required=True),
    words("name_sv", "Name in Swedish", required=True),
    words("name_en", "Name in English", required=True),
    day("valid_from", "First day of use; empty = always"),
    day("valid_to", "Last day of use; empty = in use"),
    words("detail", "Bounds of a class, usual step of an event or like facts the importer needs"),
    public=True,
)

team = fact(
    METADATA,
    "team",
    ("team_id",),
    "Teams of work-ability support",
    ident("team_id", "Identifier of the team", required=True, example="T13-1"),
    words("name", "Name of the team", required=True),
    ident("county", "County of the team", required=True),
    code("kind", "team_kind", "Kind of team", required=True),
    public=True,
)
team_area = fact(
    METADATA,
    "team_area",
    ("team_id", "municipality", "from_date"),
    "Municipalities a team serves",
    ident("team_id", "Team", required=True, refers="team"),
    ident("municipality", "Municipality", required=True, refers="area"),
    day("from_date", "First day", required=True),
    day("to_date", "Last day; empty = goes on"),
    public=True,
)
team_member = fact(
    METADATA,
    "team_member",
    ("member_id",),
    "Posts of a team; no names",
    ident("member_id", "Identifier of the post", required=True),
    ident("team_id", "Team", required=True, refers="team"),
    code("team_role", "team_role", "Role", required=True),
    number("fte", "Share of full working time", unit="FTE", low=0, high=1, required=True),
    day("from_date", "First day", required=True),
    day("to_date", "Last day; empty = goes on"),
    public=True,
)
project = fact(
    METADATA,
    "project",
    ("project",),
    "Projects",
    ident("project", "Code of the project", required=True, example="TYTTI"),
    words("name_fi", "Name in Finnish", required=True),
    words("name_sv", "Name in Swedish", required=True),
    words("name_en", "Name in English", required=True),
    day("from_date", "First day"),
    day("to_date", "Last day"),
    words("source", "Where it is described"),
    public=True,
)
area_programme = fact(
    METADATA,
    "area_programme",
    ("area", "programme", "from_date"),
    "Counties in national programmes",
    ident("area", "County", required=True, refers="area"),
    code("programme", "programme", "Programme", required=True),
    day("from_date", "First day", required=True),
    day("to_date", "Last day"),
    words("source", "Where it is told", required=True),
    public=True,
)
maturity_status = fact(
    METADATA,
    "maturity_status",
    ("area", "version"),
    "Maturity of work-ability support in a county",
    ident("area", "County", required=True, refers="area"),
    month("version", "Month of the survey", required=True),
    code("maturity", "maturity", "Class", required=True),
    words("source", "Where it is told", required=True),
    public=True,
)
network_structure = fact(
    METADATA,
    "network_structure",
    ("area", "version"),
    "How teams are organised in a county",
    ident("area", "County", required=True, refers="area"),
    month("version", "Month of the survey", required=True),
    code("structure", "team_structure", "Structure", required=True),
    code("coverage", "team_coverage", "Coverage", required=True),
    code("coordination", "team_coordination", "Coordination", required=True),
    words("source", "Where it is told", required=True),
    public=True,
)
agreement_goal = fact(
    METADATA,
    "agreement_goal",
    ("goal_id",),
    "Goals of the interface agreement",
    ident("goal_id", "Identifier", required=True),
    words("goal", "Goal", required=True),
    words("action", "Action", required=True),
    words("owner", "Organisation that owns it", required=True),
    words("measure", "How it is measured", required=True),
    public=True,
)
goal_status = fact(
    METADATA,
    "goal_status",
    ("goal_id", "status_date"),
    "Status of an agreement goal over time",
    ident("goal_id", "Goal", required=True, refers="agreement_goal"),
    day("status_date", "Date", required=True),
    code("goal_result", "goal_result", "Status", required=True),
    words("note", "Note about the work, never about a person"),
    public=True,
)
recommendation_status = fact(
    METADATA,
    "recommendation_status",
    ("recommendation", "area", "status_date"),
    "Status of national recommendations in a county",
    ident("recommendation", "Recommendation", required=True),
    ident("area", "County", required=True, refers="area"),
    day("status_date", "Date", required=True),
    code("goal_result", "goal_result", "Status", required=True),
    public=True,
)

import_run = fact(
    METADATA,
    "import_run",
    ("run",),
    "Imports that were published",
    whole("run", "Running number", unit="number", required=True),
    words("imported_at", "Moment of publishing, UTC", required=True),
    words("imported_by", "Who imported: the user of the machine, or whom --by names", required=True),
    words("source", "Name of the folder, file or database that was read", required=True),
    words("content_hash", "SHA-256 of all that is in force: files, mapping, schema and reference tables", required=True),
    words("key_id", "Which key the pseudonyms were made with; not the key", required=True),
    words("accepted", "What was accepted with --accept, parted by commas"),
    ident("attempt", "The attempt in the journal of imports", required=True),
    code("sample", "yes_no", "Whether the data is the bundled sample", required=True),
    month("first_month", "First month with a case or event", required=True),
    month("last_month", "Last month with a case or event", required=True),
    day("last_day", "Latest date in the data that is not in the future of the import"),
    public=True,
)
import_table = fact(
    METADATA,
    "import_table",
    ("run", "table_name"),
    "Rows read and kept in an import",
    whole("run", "Running number of the import", unit="number", required=True),
    words("table_name", "Table", required=True),
    whole("rows", "Rows published", unit="rows", required=True),
    whole("unknown", "Values of code columns that are not known", unit="values", required=True),
    whole("code_values", "Values of code columns in all", unit="values", required=True),
    public=True,
)

import_file = fact(
    METADATA,
    "import_file",
    ("run", "table_name", "part"),
    "The files whose rows are in force, those kept from earlier imports too",
    whole("run", "Running number of the import in force", unit="number", required=True),
    words("table_name", "Table", required=True),
    words("part", "Part of the table the file is; empty = the whole table", required=True),
    words("file", "Name of the file", required=True),
    words("sha256", "SHA-256 of the file", required=True),
    words("mapping", "SHA-256 of the mapping it was read with; empty = none", required=True),
    whole("since_run", "Import in which it came", unit="number", required=True),
    words("since", "Moment of that import, UTC", required=True),
    whole("rows_in", "Rows in the file", unit="rows", required=True),
    whole("rows_aside", "Rows set aside", unit="rows", required=True),
    whole("rows_repeated", "Rows that stood there more than once", unit="rows", required=True),
    public=True,
)
import_column = fact(
    METADATA,
    "import_column",
    ("run", "table_name", "column_name"),
    "How complete each column in force is",
    whole("run", "Running number of the import", unit="number", required=True),
    words("table_name", "Table", required=True),
    words("column_name", "Column of the contract", required=True),
    whole("rows", "Rows of the table", unit="rows", required=True),
    whole("missing", "Rows without a value", unit="rows", required=True),
    whole("unknown", "Rows whose value says that it is not known", unit="rows", required=True),
    public=True,
)
import_balance = fact(
    METADATA,
    "import_balance",
    ("run", "team_id", "month"),
    "Whether open at the start + opened - closed = open at the end, by team and month",
    whole("run", "Running number of the import", unit="number", required=True),
    words("team_id", "Team", required=True),
    month("month", "Month", required=True),
    whole("difference", "Cases by which the month does not add up; 0 = it does", unit="cases", low=-(2**31), required=True),
    public=True,
)
import_revision = fact(
    METADATA,
    "import_revision",
    ("run", "month"),
    "Months that were complete in the import before and whose numbers have changed",
    whole("run", "Running number of the import", unit="number", required=True),
    month("month", "Month", required=True),
    public=True,
)

IMPORT_TABLES = ("import_run", "import_table", "import_file", "import_column", "import_balance", "import_revision")
INPUT_TABLES = tuple(name for name in METADATA.tables if name not in (*IMPORT_TABLES, "code_list"))

for _name in INPUT_TABLES:
    METADATA.tables[_name].append_column(derived("part", "Which file the row came in, where a table comes in several parts; else empty"))
