"""Figures as a booklet may print them, and measures as a booklet may describe them."""

from collections.abc import Collection

from pipeline.declared import Declarations, Measure
from pipeline.measures.arithmetic import half_up, mean_interval
from pipeline.measures.bands import BANDS, band_of
from pipeline.measures.figure_index import Fig, FigureIndex
from pipeline.measures.write import figure_text
from pipeline.packs.pack import FigureCell, MeasureCard

WINDOW = 7  # results years a table may reach back over, wide enough to bridge the pandemic


def figure_cell(fig: Fig, measure: Measure, declared: Declarations, figures: FigureIndex, one_pupil: str) -> FigureCell:
    """One figure in its printed form."""
    band = band_number(fig, figures)
    lower, upper, interval = _interval(fig, measure, figures)
    rounded = float(half_up(fig.value, measure.decimals)) if fig.value is not None else None
    return FigureCell(
        place=fig.place_id,
        year=fig.year,
        measure=fig.measure,
        group=fig.group,
        text=figure_text(fig, measure, declared),
        value=rounded,
        pupils=fig.denominator,
        lower=_rounded(lower, measure),
        upper=_rounded(upper, measure),
        interval=interval,
        status=fig.status,
        release=fig.release,
        delivery=fig.delivery,
        band=BANDS[band] if band else "",
        one_pupil=one_pupil,
    )


def band_number(fig: Fig, figures: FigureIndex) -> int | None:
    """The published progress band beside a figure, 1 well above … 5 well below."""
    held = figures.get(fig.place_id, fig.year, band_of(fig.measure)) if fig.group == "all" else None
    return int(held.value) if held and held.shown else None


def _interval(fig: Fig, measure: Measure, figures: FigureIndex) -> tuple[float | None, float | None, str]:
    """The interval as published, else estimated from the national spread where the declaration says how, else none."""
    if fig.status == "bounded" or not fig.shown:
        return None, None, ""
    if fig.lower is not None:
        return fig.lower, fig.upper, "published"
    spread = measure.estimate.national_sd.get(fig.year) if measure.estimate else None
    cohort = figures.get(fig.place_id, fig.year, measure.estimate.cohort_of) if spread else None
    if not cohort or not cohort.denominator:
        return None, None, ""
    return *mean_interval(fig.value, spread, cohort.denominator), "estimated"


def _rounded(number: float | None, measure: Measure) -> float | None:
    return None if number is None else float(half_up(number, measure.decimals))


def measure_card(
    measure: Measure,
    subjects: list[str],
    others: list[str],
    year: int,
    shown: int,
    figures: FigureIndex,
    silent: Collection[str],
) -> MeasureCard:
    """The measure with the years its tables show: those the booklet's own places have, else those of its comparators.

    The year itself is among them where an own place has any answer for it: that a figure is held is told, not left out. `silent` are the
    statuses of a place the measure is not about.
    """
    own = {
        *_years(measure, subjects, year, figures),
        *([year] if tells(measure, subjects, year, figures, silent, 1) else []),
    }
    years = (sorted(own) or _years(measure, others, year, figures))[-shown:]
    span = range(years[0], year + 1) if years else ()
    return MeasureCard(
        id=measure.id,
        stage=measure.stage,
        name=measure.name,
        short=measure.short,
        unit=measure.unit,
        decimals=measure.decimals,
        better=measure.better,
        rag=measure.rag,
        topic=measure.topic,
        counts=measure.counts,
        out_of=measure.out_of,
        why=measure.why_it_matters,
        years=tuple(years),
        gaps={str(y): measure.not_held[y] for y in span if y in measure.not_held},
        breaks={str(s.start): s.because for s in measure.series if s.because and years and years[0] < s.start <= year},
    )


def _years(measure: Measure, places: list[str], year: int, figures: FigureIndex) -> list[int]:
    return sorted({y for place in places for y in figures.years(place, measure.id) if year - WINDOW < y <= year})


def tells(
    measure: Measure, places: list[str], year: int, figures: FigureIndex, silent: Collection[str], back: int = WINDOW
) -> bool:
    """Whether any of the places has a figure of the measure, or a reason for having none, in the years up to this one."""
    held = (figures.get(p, y, measure.id) for p in places for y in range(year, year - back, -1))
    return any(f is not None and f.status not in silent for f in held)
