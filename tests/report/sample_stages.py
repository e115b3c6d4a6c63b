# ruff: noqa: E501
"""Packs of invented schools with figures of every stage, from early years to year 6, by pupil group, in 2023.

A primary school with everything, an infant school without key stage 2, a school whose records are partly held and partly
not returned, and the cluster of the three. Nothing here is a real school's figure.
"""

from dataclasses import replace

from pipeline.packs.pack import FigureCell, Pack, PlaceCard
from tests.report.sample_pack import AUTHORITY, CLUSTER, DECLARED, ENGLAND, OAK, figure, measures, pack

YEAR, YEARS = 2023, (2018, 2019, 2022, 2023)
INFANT = PlaceCard("9992004", "Acorn Infant School", "school", "primary", "member")
WAITING = PlaceCard("9992005", "Millrace Primary School", "school", "primary", "member")
PANDEMIC = "No assessment was held, because of the pandemic."
GAPS = {"2020": PANDEMIC, "2021": PANDEMIC}

# measure: values of the school, the authority and England over the years; "-" is none
FIGURES = {
    "eyfs_gld": ((68, 72, 61, 65), (69, 70, 63, 66), (72, 72, 65, 67)),
    "eyfs_communication": ((80, 82, 76, 78), (81, 81, 78, 79), (82, 82, 80, 80)),
    "eyfs_personal": ((84, 86, 80, 85), (84, 84, 81, 82), (85, 85, 83, 83)),
    "eyfs_physical": ((86, 88, 84, 90), (86, 86, 84, 85), (87, 87, 85, 85)),
    "eyfs_literacy": ((70, 73, 63, 67), (71, 71, 66, 68), (73, 73, 68, 70)),
    "eyfs_maths": ((75, 77, 72, 77), (76, 76, 74, 75), (78, 78, 76, 77)),
    "eyfs_world": ((80, 80, 78, 80), (82, 82, 79, 79), (84, 84, 80, 80)),
    "eyfs_arts": ((84, 85, 83, 85), (86, 86, 84, 84), (87, 87, 85, 85)),
    "eyfs_goals_mean": (("-", "-", 13.6, 14.2), ("-", "-", 13.9, 14.0), ("-", "-", 14.1, 14.1)),
    "phonics_y1": ((78, 83, 70, 83), (82, 82, 74, 78), (82, 82, 75, 79)),
    "phonics_y2": ((90, 91, 85, 90), ("-", "-", "-", 88), (92, 91, 87, 89)),
    "phonics_mark": ((33.1, 34.0, 31.2, 34.6), ("-",) * 4, ("-",) * 4),
    "ks1_rwm_exp": ((62, 65, 52, 58), (64, 64, 54, 56), (65, 65, 53, 56)),
    "ks1_reading_exp": ((74, 76, 66, 71), (75, 75, 67, 68), (75, 75, 67, 68)),
    "ks1_writing_exp": ((68, 70, 55, 61), (69, 69, 58, 60), (70, 69, 58, 60)),
    "ks1_maths_exp": ((75, 76, 67, 74), (76, 76, 68, 70), (76, 76, 68, 70)),
    "ks1_science_exp": ((82, 83, 76, 81), ("-",) * 4, (83, 82, 77, 79)),
    "ks1_reading_high": ((24, 26, 17, 21), (25, 25, 18, 19), (26, 25, 18, 19)),
    "mtc_full": (("-", "-", 24, 35), ("-", "-", 26, 28), ("-", "-", 27, 29)),
    "mtc_mean": (("-", "-", 19.2, 21.0), ("-", "-", 19.7, 20.1), ("-", "-", 19.8, 20.2)),
    "mtc_not_taken": (("-", "-", 7, 3), ("-", "-", 4, 4), ("-", "-", 4, 4)),
    "ks2_rwm_exp": ((60, 64, 52, 50), (64, 65, 58, 59), (64, 65, 59, 60)),
    "ks2_rwm_high": ((8, 9, 7, 7), (9, 10, 7, 8), (10, 11, 7, 8)),
    "ks2_reading_exp": ((75, 73, 75, 67), (75, 73, 74, 73), (75, 73, 75, 73)),
    "ks2_writing_exp": ((77, 78, 66, 63), (78, 78, 69, 71), (78, 78, 69, 71)),
    "ks2_maths_exp": ((74, 78, 71, 70), (75, 78, 71, 73), (76, 79, 71, 73)),
    "ks2_reading_score": ((105, 104, 104, 104), (105, 104, 105, 105), (105, 104, 105, 105)),
    "tracked_reception_entry": (("-", "-", 40, 45), ("-",) * 4, ("-",) * 4),
    "tracked_y1_reading": (("-", "-", 70, 74), ("-",) * 4, ("-",) * 4),
    "tracked_y1_writing": (("-", "-", 64, 66), ("-",) * 4, ("-",) * 4),
    "tracked_y1_maths": (("-", "-", 72, 73), ("-",) * 4, ("-",) * 4),
    "tracked_y5_reading": (("-", "-", "-", 71), ("-",) * 4, ("-",) * 4),
    "tracked_predicted_rwm": (("-", "-", 55, 60), ("-",) * 4, ("-",) * 4),
}  # fmt: skip
COHORTS = {"eyfs": (28, 29, 31, 60), "phonics": (30, 29, 30, 59), "ks1": (31, 30, 29, 58), "mtc": (30, 31, 30, 31), "ks2": (29, 30, 31, 30), "tracked": (30, 30, 30, 30)}  # fmt: skip
GROUPED = ("eyfs_gld", "phonics_y1", "ks1_rwm_exp", "mtc_full", "ks2_rwm_exp")
# group: points from the school's figure, pupils of thirty, points from England's (None: not held)
GROUPS = {
    "girls": (6, 16, 5),
    "boys": (-7, 14, -5),
    "disadvantaged": (-20, 8, -15),
    "other": (7, 22, 5),
    "eal": ("c", 4, None),
    "not_eal": (1, 26, None),
    "sen_support": (-35, 6, -40),
    "ehcp": ("c", 1, -60),
    "no_sen": (9, 23, 9),
    "autumn_born": (10, 10, None),
    "spring_born": (1, 9, None),
    "summer_born": (-11, 11, None),
}


def _stage(measure: str) -> str:
    return DECLARED.measures[measure].stage


def _areas() -> list[FigureCell]:
    return [
        figure(place, year, m, value)
        for m, (_, *areas) in FIGURES.items()
        for place, values in zip(("999", "england"), areas, strict=True)
        for year, value in zip(YEARS, values, strict=True)
        if value != "-"
    ]


def _school(place: str, stages: tuple[str, ...]) -> list[FigureCell]:
    held = [(m, values[0]) for m, values in FIGURES.items() if _stage(m) in stages]
    return [
        figure(place, year, m, value, cohort)
        for m, values in held
        for year, value, cohort in zip(YEARS, values, COHORTS[_stage(m)], strict=True)
        if value != "-"
    ]


def _groups(place: str, stages: tuple[str, ...]) -> list[FigureCell]:
    made = []
    for m in (m for m in GROUPED if _stage(m) in stages):
        ours, _, england = FIGURES[m]
        for at, year in ((2, 2022), (3, 2023)):
            for group, (points, pupils, beside) in GROUPS.items():
                if "born" in group and _stage(m) not in ("eyfs", "phonics"):
                    continue
                value = "c" if points == "c" else max(ours[at] + points, 0)
                made.append(figure(place, year, m, value, None if points == "c" else pupils, group))
                if beside is not None:
                    made.append(figure("england", year, m, max(england[at] + beside, 0), None, group))
    return made


def _breaks(measure: str) -> dict[str, str]:
    starts = {str(s.start): s.because for s in DECLARED.measures[measure].series if s.because}
    return {y: why for y, why in starts.items() if YEARS[0] < int(y) <= YEAR}


def _cards(cells: list[FigureCell], place: str) -> tuple:
    cards = []
    for m in FIGURES:
        years = tuple(sorted({c.year for c in cells if (c.place, c.measure, c.group) == (place, m, "all")}))
        cards += measures([m], years, GAPS if years and years[0] < 2020 else {}, _breaks(m)) if years else []
    return tuple(cards)


def _pack(place: PlaceCard, cells: list[FigureCell]) -> Pack:
    cards = _cards(cells, place.id)
    return pack("primary-booklet", place, [ENGLAND, AUTHORITY], cards, cells, YEAR)


STAGES = ("eyfs", "phonics", "ks1", "mtc", "ks2", "tracked")


def everything() -> Pack:
    """A primary school with every stage, every group and its own judgements between the stages."""
    cells = [*_areas(), *_school(OAK.id, STAGES), *_groups(OAK.id, STAGES)]
    return _pack(OAK, cells)


def infant() -> Pack:
    """A school of reception to year 2: nothing of tables or key stage 2, not even the area's."""
    stages = ("eyfs", "phonics", "ks1")
    return _pack(INFANT, [*_areas(), *_school(INFANT.id, stages), *_groups(INFANT.id, stages)])


def _status(place: str, measure: str, status: str) -> FigureCell:
    blank = figure(place, YEAR, measure, "x")
    return replace(blank, status=status, text=status.replace("_", " "), delivery=blank.delivery)


def waiting() -> Pack:
    """A school whose phonics records are held and which returned no tables check; its key stage 2 is there."""
    cells = [*_areas(), *_school(WAITING.id, ("ks2",)), *_groups(WAITING.id, ("ks2",))]
    cells += [_status(WAITING.id, m, "held") for m in FIGURES if _stage(m) == "phonics"]
    cells += [_status(WAITING.id, m, "no_return") for m in FIGURES if _stage(m) == "mtc"]
    return _pack(WAITING, cells)


def together() -> Pack:
    """The cluster of the three, each stage pooled."""
    cells = [*_areas(), *_school(OAK.id, STAGES[:-1]), *_school(INFANT.id, ("eyfs", "phonics", "ks1"))]
    cells += [c for c in waiting().figures if c.place == WAITING.id and c.group == "all"]
    cells += [*_school(CLUSTER.id, STAGES[:-1]), *_groups(CLUSTER.id, STAGES)]
    cards = tuple(m for m in _cards(cells, CLUSTER.id) if m.stage != "tracked")
    places = [ENGLAND, AUTHORITY, INFANT, WAITING, OAK]
    return pack("cluster-booklet", CLUSTER, places, cards, cells, YEAR, every_year=True)


ALL = {"everything": everything, "infant": infant, "waiting": waiting, "together": together}
NOTEBOOKS = dict.fromkeys(("everything", "infant", "waiting"), "primary_booklet") | {"together": "cluster_booklet"}
