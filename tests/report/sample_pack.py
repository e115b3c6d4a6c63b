# ruff: noqa: E501
"""Packs of invented places: three primary schools, one secondary school, one cluster and the authority.

The awkward cases are the point: a suppressed figure, years without tests, a break in series, no progress, a cohort too
small for a standing, a school with one year only, a very long name, and a name that tries to be HTML and a formula.
Nothing here is a real school's figure.
"""

from pipeline.declared import read_declared
from pipeline.measures.figure_index import Fig, FigureIndex
from pipeline.packs.compose import stage_cards
from pipeline.packs.gaps import gaps
from pipeline.packs.highlights import highlights
from pipeline.packs.pack import FigureCell, Judgement, MeasureCard, Pack, PlaceCard
from pipeline.packs.pack_parts import ContextRow, GlossaryTerm, GovernorPrompt, ReaderRules
from pipeline.packs.vocabulary import Used, printed_names
from pipeline.paths import ROOT
from pipeline.workspace.source_notes import PackNote, PackSource

DECLARED = read_declared(ROOT / "params")
STATUS = {"c": "suppressed", "z": "not_applicable", "x": "not_available", "lc": "low_coverage"}
WORDS = {
    "suppressed": "suppressed (5 or fewer pupils)",
    "not_applicable": "not applicable",
    "not_available": "not available",
}
DELIVERY = "0123456789ab"
POLICY = ReaderRules(
    rag="▲ above, ● in line and ▼ below compare a figure with England. A percentage is above or below when the gap is at "
    "least 3 points and at least one pupil; cohorts under 11 pupils get no standing.",
    arrows="↑ and ↓ mean a change of at least 1 point since the year before; → means less. There is no arrow across a "
    "break in series.",
    disclosure="A figure resting on fewer than 6 pupils is not printed, to protect them.",
    audience="For the school's leaders and governors. Not for publication.",
    comparator="england",
    least=DECLARED.policy.arrows.no_arrow_below,
    not_compared=tuple(DECLARED.policy.rag.not_compared),
)
VOCABULARY = DECLARED.vocabulary
NAMES = printed_names(
    DECLARED,
    Used(DECLARED.stages, VOCABULARY.groups.groups, VOCABULARY.statuses, VOCABULARY.releases.ids),
)

ENGLAND = PlaceCard("england", "England (state-funded)", "england", "", "comparator")
REGION = PlaceCard("north-west", "North West", "region", "", "comparator")
AUTHORITY = PlaceCard("999", "Marlow Vale", "authority", "", "comparator")
CLUSTER = PlaceCard("999-primary-a", "Primary cluster A", "cluster", "primary", "comparator")
OAK = PlaceCard("9992001", "Oakfield Primary School", "school", "primary", "member")
TINY = PlaceCard(
    "9992002",
    "Nether Hill Church of England Voluntary Controlled Infant and Junior School",
    "school",
    "primary",
    "member",
)
ODD = PlaceCard(
    "9992003", "<b>=cmd</b> & Sons Academy", "school", "primary", "member", "Sponsored academy since September 2017."
)
HIGH = PlaceCard("9994001", "Riverbank High School", "school", "secondary", "member")

# place: (cohort by year, {measure: values by year}); a letter is a status, "-" is nothing delivered at all
YEARS = (2016, 2017, 2018)
PRIMARY = {
    "england": (
        (None, None, None),
        {
            "rwm": (53, 61, 64),
            "high": (5, 9, 10),
            "reading": (66, 72, 75),
            "maths": (70, 75, 76),
            "gps": (73, 77, 78),
            "rscore": (103, 104, 105),
            "mscore": (103, 104, 104),
            "gscore": (104, 106, 106),
            "rprog": (0, 0, 0),
            "wprog": (0, 0, 0),
            "mprog": (0, 0, 0),
        },
    ),
    "north-west": (
        (None, None, None),
        {"rwm": (53, 60, 63), "high": (5, 8, 9), "reading": (65, 71, 74), "maths": (70, 75, 75)},
    ),
    "999": (
        (2210, 2250, 2301),
        {
            "rwm": (55, 63, 64),
            "high": (5, 8, 9),
            "reading": (66, 73, 76),
            "maths": (72, 76, 76),
            "gps": (75, 79, 79),
            "rscore": (103, 104, 105),
            "mscore": (103, 104, 104),
            "gscore": (104, 106, 106),
            "rprog": (0.2, 0.3, 0.1),
            "wprog": (0.4, 0.1, -0.1),
            "mprog": (0.5, 0.4, 0.2),
        },
    ),
    "999-primary-a": (
        (512, 530, 541),
        {"rwm": (55, 66, 66), "high": (6, 9, 10), "reading": (67, 74, 77), "maths": (73, 77, 79)},
    ),
    "9992001": (
        (28, 31, 30),
        {
            "rwm": (54, 58, 73),
            "high": (4, 6, 13),
            "reading": (64, 68, 87),
            "maths": (71, 77, 80),
            "gps": (75, 74, 70),
            "rhigh": (18, 23, 33),
            "mhigh": (14, 19, 30),
            "rscore": (103, 104, 107),
            "mscore": (102, 104, 105),
            "gscore": (103, 104, 104),
            "rprog": (0.3, 1.1, 2.6),
            "wprog": (-0.5, -0.8, -1.9),
            "mprog": (0.1, 0.6, 0.9),
        },
    ),
    "9992002": (
        (7, "c", 8),
        {
            "rwm": (57, "c", 63),
            "high": (0, "c", 13),
            "reading": (71, "c", 75),
            "maths": (71, "c", 63),
            "rscore": (104, "c", 103),
            "rprog": (-1.2, "c", "lc"),
            "mprog": (0.4, "c", "lc"),
        },
    ),
    "9992003": (
        (None, None, 45),
        {
            "rwm": ("-", "-", 40),
            "high": ("-", "-", 2),
            "reading": ("-", "-", 49),
            "maths": ("-", "-", 51),
            "gps": ("-", "-", 53),
            "rscore": ("-", "-", 99),
            "mscore": ("-", "-", 100),
            "rprog": ("-", "-", -3.1),
            "wprog": ("-", "-", -0.4),
            "mprog": ("-", "-", -2.2),
        },
    ),
}
IDS = {
    "rwm": "ks2_rwm_exp",
    "high": "ks2_rwm_high",
    "reading": "ks2_reading_exp",
    "maths": "ks2_maths_exp",
    "gps": "ks2_gps_exp",
    "rhigh": "ks2_reading_high",
    "mhigh": "ks2_maths_high",
    "rscore": "ks2_reading_score",
    "mscore": "ks2_maths_score",
    "gscore": "ks2_gps_score",
    "rprog": "ks2_reading_progress",
    "wprog": "ks2_writing_progress",
    "mprog": "ks2_maths_progress",
}
BANDS = (
    (-9, "well below average"),
    (-2.5, "below average"),
    (-1.2, "average"),
    (1.2, "above average"),
    (2.5, "well above average"),
)
LATER = {  # after the pandemic: no cohorts, no progress, a break before 2022
    "england": (
        (None,) * 5,
        {
            "rwm": ("-", 59, 60, 61, 62),
            "high": ("-", 7, 8, 8, 8),
            "reading": (73, 75, 73, 74, 75),
            "maths": (79, 71, 73, 73, 74),
        },
    ),
    "999": (
        (None,) * 5,
        {
            "rwm": ("-", 58, 61, 60, 61),
            "high": ("-", 7, 8, 7, 8),
            "reading": (74, 74, 74, 74, 74),
            "maths": (79, 70, 73, 73, 73),
        },
    ),
    "9992001": (
        (None,) * 5,
        {
            "rwm": ("-", "-", 63, 67, 70),
            "high": ("-", "-", 7, 10, 3),
            "reading": (77, "-", 73, 74, 83),
            "maths": (83, "-", 77, 70, 73),
        },
    ),
}
EARLY = {
    "eyfs_gld": {"england": (69, 71, 72), "north-west": (67, 68, 69), "999": (69, 69, 70)},
    "phonics_y1": {"england": (81, 81, 82), "north-west": (80, 80, 81), "999": (82, 81, 82)},
    "ks1_reading_exp": {"england": (74, 76, 75), "999": (75, 76, 76)},
}
SECONDARY = {
    "england": {
        "ks4_attainment8": (50.1, 46.3, 46.5),
        "ks4_basics_94": ("-", 64, 64),
        "ks4_basics_95": ("-", 43, 43),
        "ks4_progress8": (0, 0, 0),
        "ks4_ebacc_entry": (40, 38, 38),
    },
    "999": {
        "ks4_attainment8": (49.0, 45.1, 45.0),
        "ks4_basics_94": ("-", 63, 62),
        "ks4_basics_95": ("-", 41, 40),
        "ks4_progress8": (-0.1, -0.12, -0.15),
        "ks4_ebacc_entry": (33, 34, 31),
    },
    "9994001": {
        "ks4_attainment8": (47.7, 42.9, 41.2),
        "ks4_basics_94": ("-", 58, 55),
        "ks4_basics_95": ("-", 35, 33),
        "ks4_progress8": (-0.21, -0.3, -0.45),
        "ks4_ebacc_entry": (20, 22, 19),
    },
}


def measures(
    ids: list[str], years: tuple[int, ...], gaps: dict | None = None, breaks: dict | None = None
) -> tuple[MeasureCard, ...]:
    cards = []
    for name in ids:
        m = DECLARED.measures[name]
        told = {"counts": m.counts, "out_of": m.out_of, "why": m.why_it_matters, "years": years}
        same = {
            k: getattr(m, k) for k in ("id", "stage", "name", "short", "unit", "decimals", "better", "rag", "topic")
        }
        cards.append(MeasureCard(**same, **told, gaps=gaps or {}, breaks=breaks or {}))
    return tuple(cards)


def figure(
    place: str, year: int, measure: str, value: object, pupils: int | None = None, group: str = "all"
) -> FigureCell:
    """One cell as the packs room would make it."""
    m = DECLARED.measures[measure]
    status = STATUS.get(str(value), "shown")
    number = float(value) if status == "shown" else None
    text = WORDS.get(status, "low coverage") if number is None else f"{number:.{m.decimals}f}"
    text = f"+{text}" if m.unit == "progress" and number and number > 0 else text
    text += "%" if number is not None and m.unit in ("percent", "rate") else ""
    reach = (
        round(36 / pupils**0.5 / 3, 1)
        if number is not None and m.unit == "progress" and isinstance(pupils, int) and place[3:]
        else None
    )
    band = next((w for low, w in reversed(BANDS) if number > low), "") if reach else ""
    one = f"{100 / pupils:.1f} points" if m.unit == "percent" and isinstance(pupils, int) and number is not None else ""
    edges = (None, None, "") if reach is None else (round(number - reach, 1), round(number + reach, 1), "published")
    n = pupils if isinstance(pupils, int) else None
    return FigureCell(place, year, measure, group, text, number, n, *edges, status, "final", DELIVERY, band, one)


def judged(
    cell: FigureCell, before: FigureCell | None, beside: FigureCell | None, break_at: int | None = None
) -> Judgement:
    """A plain stand-in for the measures room: 3 points, 1 point for scores, cohorts of 11 or more."""
    m = DECLARED.measures[cell.measure]
    facts: dict = {}
    if m.unit == "progress":
        facts["change_reason"] = "Progress is worked out afresh each year."
    elif cell.value is None:
        facts["change_reason"] = f"No figure for {cell.year}."
    elif before is None or before.value is None:
        facts["change_reason"] = f"No figure for {cell.year - 1}."
    elif cell.pupils is not None and cell.pupils < 11:
        facts["change_reason"] = f"Fewer than 11 pupils in {cell.year}."
    else:
        moved = round(cell.value - before.value, 2)
        way = "rose" if moved >= 1 else "fell" if moved <= -1 else "steady"
        facts |= {
            "change": f"{moved:+g}",
            "change_since": before.year,
            "direction": way,
            "arrow": {"rose": "↑", "fell": "↓"}.get(way, "→"),
        }
        facts["welcome"] = {"rose": "better", "fell": "worse"}.get(way, "same")
    if cell.value is None:
        facts["standing_reason"] = f"No figure for {cell.year}."
    elif cell.pupils is not None and cell.pupils < 11:
        facts["standing_reason"] = "Fewer than 11 pupils: too few to compare."
    elif m.unit == "progress" and cell.band:
        side = "above" if "above" in cell.band else "below" if "below" in cell.band else "in line"
        facts |= _standing(side) | {"significance": {"above": "sig+", "below": "sig-"}.get(side, "")}
    elif beside is None or beside.value is None or m.rag == "none":
        facts["standing_reason"] = "No figure to compare with."
    else:
        gap = round(cell.value - beside.value, 2)
        least = 3 if m.unit == "percent" else 1
        facts |= _standing("above" if gap >= least else "below" if gap <= -least else "in line") | {"gap": f"{gap:+g}"}
        if cell.pupils and m.unit == "percent":
            facts["gap_pupils"] = f"about {max(1, round(abs(gap) * cell.pupils / 100))} pupils"
            sure = abs(gap) > 98 / cell.pupils**0.5
            facts["significance"] = ("sig+" if gap > 0 else "sig-") if sure else ""
            if not sure and facts["standing"] != "in line":
                facts["sentence"] = (
                    f"It stands {facts['standing']} England, but with {cell.pupils} pupils a gap of this size can be chance."
                )
    return Judgement(cell.place, cell.year, cell.measure, cell.group, "england", **facts)


def _standing(word: str) -> dict:
    return {"standing": word, "standing_shape": {"above": "▲", "in line": "●", "below": "▼"}[word]}


def cells_of(table: dict, ids: dict, years: tuple[int, ...]) -> list[FigureCell]:
    found = []
    for place, (cohorts, rows) in table.items():
        for name, values in rows.items():
            for year, cohort, value in zip(years, cohorts, values, strict=True):
                if value != "-":
                    found.append(figure(place, year, ids.get(name, name), value, cohort))
    return found


def judge_all(cells: list[FigureCell], year: int | None) -> tuple[Judgement, ...]:
    held = {(c.place, c.measure, c.year, c.group): c for c in cells}
    return tuple(
        judged(
            c, held.get((c.place, c.measure, c.year - 1, c.group)), held.get(("england", c.measure, c.year, c.group))
        )
        for c in cells
        if year is None or c.year == year
    )


def shelf_of(cells: list[FigureCell]) -> FigureIndex:
    plain = ((c.place, c.year, c.release, c.measure, c.group, None, c.pupils, c.value, None, None) for c in cells)
    return FigureIndex(
        [Fig(*row, c.status, c.delivery) for row, c in zip(plain, cells, strict=True)],
        DECLARED.vocabulary.releases.ranks,
    )


def pack(
    publication: str,
    place: PlaceCard,
    places: list[PlaceCard],
    cards: tuple,
    cells: list[FigureCell],
    year: int,
    every_year: bool = False,
    **more: object,
) -> Pack:
    held = {place.id, *(p.id for p in places)}
    mine = [c for c in cells if c.place in held]
    facts = judge_all(mine, None if every_year else year)
    declared = DECLARED.publications[publication]
    given = {
        "publication": publication, "title": declared.title, "readers": declared.readers, "audience": declared.audience, "year": year,
        "place": PlaceCard(**{**vars(place), "role": "subject"}), "places": tuple(places), "measures": cards,
        "figures": tuple(mine), "judgements": facts, "positions": {}, "scatters": {}, "marks": {},
        "context": (), "notes": (PackNote("data", f"Figures for {year} are final."), PackNote("finding", "One school's cohort differs from the year before by more than a quarter.")),
        "sources": (PackSource("Key stage 2 performance tables", "Department for Education", year, "final", "Contains public sector information licensed under the Open Government Licence v3.0.", "Invented for tests.", DELIVERY),),
        "prompts": (), "glossary": tuple(GlossaryTerm(t.term, DECLARED.vocabulary.groups.with_definitions(t.meaning, year)) for t in DECLARED.policy.glossary.terms if not t.stages or set(t.stages) & set(declared.stages)),
        "contact": "The council's school data team.", "policy": POLICY, "vocabulary": NAMES,
        "stages": tuple(stage_cards(declared, DECLARED)),
        "gaps": tuple(gaps(place.id, year, list(cards), shelf_of(mine), DECLARED)),
        "highlights": tuple(highlights(place.id, year, list(cards), list(facts), shelf_of(mine), DECLARED)),
    }  # fmt: skip
    return Pack(**{**given, **more})


def _early() -> list[FigureCell]:
    return [
        figure(p, y, m, v)
        for m, rows in EARLY.items()
        for p, vs in rows.items()
        for y, v in zip(YEARS, vs, strict=True)
    ]


def _groups() -> list[FigureCell]:
    values = {
        "9992001": (
            ("disadvantaged", 57, 7),
            ("other", 78, 23),
            ("girls", 81, 16),
            ("boys", 64, 14),
            ("eal", "c", None),
        )
    }
    values |= {
        "england": (
            ("disadvantaged", 51, None),
            ("other", 70, None),
            ("girls", 68, None),
            ("boys", 60, None),
            ("eal", 64, None),
        )
    }
    return [figure(p, 2018, "ks2_rwm_exp", v, n, g) for p, rows in values.items() for g, v, n in rows]


CONTEXT = (
    ContextRow("Pupils on roll", "212", {"999": "245", "england": "281"}, 2018, "School census, January 2018"),
    ContextRow("Girls", "51%", {"999": "49%", "england": "49%"}, 2018, "School census, January 2018"),
    ContextRow("Eligible for free school meals in the last six years", "28%", {"999": "24%", "england": "24%"}, 2018, "School census, January 2018"),
    ContextRow("First language not English", "9%", {"999": "15%", "england": "21%"}, 2018, "School census, January 2018"),
    ContextRow("SEN support", "13%", {"999": "12%"}, 2018, "School census, January 2018"),
    ContextRow("Pupils at the end of key stage 2", "30", {}, 2018, "Key stage 2 performance tables"),
)  # fmt: skip
PROMPTS = (
    GovernorPrompt("Why does this subject stand below England, and is the gap the same in other year groups?", "subject-below", "GPS expected: 70%, below (-8 against England)"),
    GovernorPrompt("What is behind the strong progress in this subject, and how is it shared with other subjects and schools?", "progress-above", "Reading progress: +2.6, above (well above average)"),
)  # fmt: skip


def _spread(own: str) -> dict:
    rwm = [float(40 + (i * 7) % 53) for i in range(62)]
    progress = [round(-4 + (i * 0.37) % 8, 1) for i in range(62)]
    own_rwm, own_progress = PRIMARY[own][1]["rwm"][2], PRIMARY[own][1]["rprog"][2]
    key = "ks2_reading_progress,ks2_rwm_exp"
    spots = sorted([p, r] for p, r in zip(progress, rwm, strict=True))
    shown = all(isinstance(v, int | float) for v in (own_rwm, own_progress))
    marks = {key: [float(own_progress), float(own_rwm)]} if shown else {}
    return {
        "positions": {"ks2_rwm_exp": sorted(rwm), "ks2_reading_progress": sorted(progress)},
        "scatters": {key: spots},
        "marks": marks,
    }


def primary(place: PlaceCard = OAK) -> Pack:
    """A primary school in 2018: cohorts, scores and progress, no writing; ages 5 to 7 without school figures."""
    cells = [*cells_of(PRIMARY, IDS, YEARS), *_early(), *(_groups() if place is OAK else [])]
    cards = measures([*IDS.values(), *EARLY], YEARS)
    more = {"context": CONTEXT, "prompts": PROMPTS} if place is OAK else {}
    return pack(
        "primary-booklet", place, [ENGLAND, REGION, AUTHORITY, CLUSTER], cards, cells, 2018, **_spread(place.id), **more
    )


def later() -> Pack:
    """The same school in 2025: no cohorts, no progress nationally, years without tests and a break in series."""
    years = (2019, 2022, 2023, 2024, 2025)
    why = "No assessment was held, because of the pandemic."
    gaps = {"2020": why, "2021": why}
    breaks = {"2022": "The pandemic: no tests in 2020 and 2021, and a different cohort experience from 2022."}
    cells = cells_of(LATER, IDS, years)
    cards = measures(["ks2_rwm_exp", "ks2_rwm_high", "ks2_reading_exp", "ks2_maths_exp"], years, gaps, breaks)
    none = {"2025": "No progress measure - these pupils had no key stage 1 assessment, because of the pandemic."}
    cards += measures(["ks2_reading_progress"], (2019,), none)
    return pack("primary-booklet", OAK, [ENGLAND, AUTHORITY], cards, cells, 2025)


def secondary() -> Pack:
    cohorts = {"england": (None,) * 3, "999": (2010, 2040, 2066), "9994001": (181, 175, 178)}
    cells = cells_of({p: (cohorts[p], rows) for p, rows in SECONDARY.items()}, {}, YEARS)
    cards = measures(list(SECONDARY["england"]), YEARS, None, {"2017": "The new 1 to 9 grades count from 2017."})
    return pack("secondary-booklet", HIGH, [ENGLAND, AUTHORITY], cards, cells, 2018)


def cluster() -> Pack:
    """A cluster of three schools (one suppressed in 2017, one without earlier years), and its siblings."""
    siblings = [
        PlaceCard(f"999-primary-{x}", f"Primary cluster {x.upper()}", "cluster", "primary", "sibling") for x in "abcd"
    ]
    empty = PlaceCard("9992009", "Beck Lane Primary School", "school", "primary", "member", "Opened in 2018.")
    others = {"b": (56, 62, 60), "c": (54, 62, 65), "d": (46, 59, 58)}
    cells = [*cells_of(PRIMARY, IDS, YEARS), *_early()]
    cells += [
        figure(f"999-primary-{x}", y, "ks2_rwm_exp", v, 480)
        for x, vs in others.items()
        for y, v in zip(YEARS, vs, strict=True)
    ]
    cards = measures(
        ["ks2_rwm_exp", "ks2_rwm_high", "ks2_reading_progress", "ks2_maths_progress", "eyfs_gld", "phonics_y1"], YEARS
    )
    places = [ENGLAND, REGION, AUTHORITY, empty, TINY, OAK, ODD, *siblings]
    return pack("cluster-booklet", CLUSTER, places, cards, cells, 2018, every_year=True)


def authority() -> Pack:
    siblings = [
        PlaceCard(f"999-primary-{x}", f"Primary cluster {x.upper()}", "cluster", "primary", "sibling") for x in "abcd"
    ]
    near = [
        PlaceCard(str(900 + i), n, "authority", "", "neighbour")
        for i, n in enumerate(("Ashdale", "Bexby", "Calderwick"))
    ]
    cells = [*cells_of(PRIMARY, IDS, YEARS), *_early()]
    cells += [figure(p.id, 2018, "ks2_rwm_exp", v) for p, v in zip(near, (61, 66, 63), strict=True)]
    cells += [figure(p.id, 2018, "phonics_y1", v) for p, v in zip(near, (80, 84, 82), strict=True)]
    cells += cells_of({p: ((None, None, None), rows) for p, rows in SECONDARY.items()}, {}, YEARS)
    others = {"b": (56, 62, 60), "c": (54, 62, 65), "d": (46, 59, 58)}
    cells += [
        figure(f"999-primary-{x}", y, "ks2_rwm_exp", v, 480)
        for x, vs in others.items()
        for y, v in zip(YEARS, vs, strict=True)
    ]
    cards = measures([*EARLY, *IDS.values(), *SECONDARY["england"]], YEARS)
    more = {k: v for k, v in _spread("999").items() if k != "marks"}
    return pack(
        "authority-booklet", AUTHORITY, [ENGLAND, REGION, *near, *siblings], cards, cells, 2018, every_year=True, **more
    )


ALL = {
    "primary": primary,
    "tiny": lambda: primary(TINY),
    "odd": lambda: primary(ODD),
    "later": later,
    "secondary": secondary,
    "cluster": cluster,
    "authority": authority,
}
NOTEBOOKS = dict.fromkeys(("primary", "tiny", "odd", "later"), "primary_booklet")
NOTEBOOKS |= {name: f"{name}_booklet" for name in ("secondary", "cluster", "authority")}
