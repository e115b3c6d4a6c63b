"""One screen a person can forward: what came of the run, what needs somebody, what to do."""

from dataclasses import replace

from pipeline import lock
from pipeline.ledger.runs import ItemResult, Run
from pipeline.runs.stale import OutOfDate, Stale
from pipeline.runs.summary import one_line, one_screen

ENDS = (
    ItemResult("primary-booklet", "3510001", "Oakfield", "made", "never made"),
    ItemResult("primary-booklet", "3510002", "Elm", "failed", "Cell 4 stopped", 2018),
    ItemResult("primary-booklet", "3510003", "Ash", "held", "the school has questions to answer first", 2018),
    ItemResult("authority-booklet", "351", "Bury", "unchanged"),
)
RUN = Run(
    7, "build", 2018, "schedule", "2026-11-25T02:00:00+00:00", "2026-11-25T02:03:00+00:00", 184.3, "", ENDS,
)  # fmt: skip
STALE = OutOfDate(
    {(2018, "trust-booklet", "tr03713"): Stale("The Shaw Trust", "the notebook changed")},
    {2017: "params have changed since"},
)


def test_the_screen_counts_tells_what_needs_somebody_and_what_to_do():
    assert one_screen(RUN, None, STALE).splitlines() == [
        "build of results year 2018, started by a schedule: done, 2 to look at",
        "began 25 November 2026 02:00 UTC, took 3 min 4 s",
        "",
        "publication                    made    unchanged         held       failed",
        "primary-booklet                   1            0            1            1",
        "authority-booklet                 0            1            0            0",
        "",
        "failed (1)",
        "  primary-booklet of Elm (3510002): Cell 4 stopped",
        "  What to do: remove the cause, then: booklets retry-failed --year 2018",
        "",
        "held (1)",
        "  primary-booklet of Ash (3510003): the school has questions to answer first",
        "  What to do: a corrected file from the school, once received, lifts its hold; then: booklets build --year 2018",
        "",
        "out of date now (1)",
        "  trust-booklet of The Shaw Trust (tr03713), 2018: the notebook changed",
        "  What to do: booklets build --year 2018",
        "",
        "may be out of date (1)",
        "  documents of results year 2017: params have changed since",
        "  What to do: booklets build --year 2017",
    ]


def test_a_killed_run_is_told_from_one_at_work():
    under_way = replace(RUN, ended=None, seconds=None)
    owner = replace(lock._me("build"), since=RUN.started)
    assert "did not end: it was killed" in one_line(under_way, None)
    assert "run the same command again; it goes on from here" in one_screen(under_way, None, OutOfDate())
    assert "at work: 1 made" in one_line(under_way, owner)
    assert "did not end" in one_line(under_way, replace(owner, start="1")), "its owner has ended"


def test_a_run_of_what_is_due_names_each_documents_year_and_what_to_do_for_each():
    due = replace(RUN, verb="run-due", year=None, ends=(ENDS[1], replace(ENDS[1], year=2017)))
    said = one_screen(due, None, OutOfDate()).splitlines()
    assert "  primary-booklet of Elm (3510002), 2017: Cell 4 stopped" in said
    assert (
        "  What to do: remove the cause, then: booklets retry-failed --year 2017; booklets retry-failed --year 2018"
        in said
    )


def test_a_long_list_stays_on_the_screen():
    many = replace(RUN, ends=tuple(replace(ENDS[1], place=str(n)) for n in range(60)))
    screen = one_screen(many, None, OutOfDate()).splitlines()
    assert len(screen) < 25 and "  and 48 more" in screen


def test_a_run_that_stopped_says_why():
    assert "stopped, the disk is full" in one_line(replace(RUN, stopped="the disk is full"), None)
