"""Figures as a booklet may print them, and measures as a booklet may describe them."""

from collections.abc import Collection

from pipeline.declared import Declarations, Measure
from pipeline.measures.arithmetic import half_up, mean_interval
from pipeline.measures.bands import BANDS, band_of
from pipeline.measures.figure_index import Fig, FigureIndex
from pipeline.measures.write import figure_text
from pipeline.packs.pack import FigureCell, MeasureCard

WINDOW = 7  # results years before this one that a table may show: enough to have results from before the pandemic


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


def shown_value(fig: Fig | None) -> float | None:
    """The value of a figure that is shown; None where there is no figure, or its value is not shown."""
    return fig.value if fig is not None and fig.shown else None


def band_number(fig: Fig, figures: FigureIndex) -> int | None:
    """The published progress band of a figure, from 1 (well above) to 5 (well below); None where there is none."""
    band = shown_value(figures.get(fig.place_id, fig.year, band_of(fig.measure))) if fig.group == "all" else None
    return None if band is None else int(band)


def _interval(fig: Fig, measure: Measure, figures: FigureIndex) -> tuple[float | None, float | None, str]:
    """The interval as published, else estimated from the national spread where the declaration says how: lower, upper, which."""
    value = shown_value(fig)
    if value is None or fig.status == "bounded":
        return None, None, ""
    if fig.lower is not None:
        return fig.lower, fig.upper, "published"
    estimate = measure.estimate
    spread = estimate.national_sd.get(fig.year) if estimate else None
    cohort = figures.get(fig.place_id, fig.year, estimate.cohort_of) if estimate else None
    if not spread or not cohort or not cohort.denominator:
        return None, None, ""
    return *mean_interval(value, spread, cohort.denominator), "estimated"


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

    The year itself is among them where an own place has a figure or a reason for having none, so that a figure which is held is
    explained and not left out. `silent` are the statuses of places the measure is not about.
    """
    own = set(_years(measure, subjects, year, figures))
    if has_answer(measure, subjects, year, figures, silent, 1):
        own.add(year)
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
    """The results years up to this one, of the window, in which any of the places has a shown figure."""
    return sorted({y for place in places for y in figures.years(place, measure.id) if year - WINDOW < y <= year})


def has_answer(
    measure: Measure, places: list[str], year: int, figures: FigureIndex, silent: Collection[str], back: int = WINDOW
) -> bool:
    """Whether any of the places has a figure of the measure, or a reason for having none, in so many years up to this one."""
    figs = (figures.get(p, y, measure.id) for p in places for y in range(year, year - back, -1))
    return any(f is not None and f.status not in silent for f in figs)
