"""One publication for one place, and everything it may know: what notebooks read, and nothing else."""


def stale(publication: str, year: int) -> bool:
    """Whether a publication's packs of a year were made before the deliveries, params or code they rest on last changed."""
    from pipeline.packs.plan import is_stale

    return is_stale(publication, year)


def prepare(publication: str, place: str, year: int):
    """The pack of one booklet, made on the spot in the environment's folders; see `pipeline.packs.plan.prepare`."""
    from pipeline.packs.plan import prepare as make_ready

    return make_ready(publication, place, year)
