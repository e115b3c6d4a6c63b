"""How fast booklets are made here, compared with the usual way: papermill, nbconvert and WeasyPrint, one command after another.

    python bench/speed.py                          toy booklets of ten invented schools
    python bench/speed.py primary-booklet 2018     ten real schools; their packs must exist (booklets build)

Both ways run the same notebook for the same schools in one run. The usual way makes an HTML and a PDF; this project also makes
the workbook, the executed notebook and the receipt.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
TOY = ROOT / "tests" / "render" / "toy"
sys.path[:0] = [str(ROOT), str(TOY)]

SCHOOLS = 10
BIN = Path(sys.executable).parent


def toy_jobs(folder: Path) -> list:
    """Ten invented schools with the toy notebook."""
    import nbformat
    from toy_pack import PUBLICATION, YEAR, keep_pack, toy_notebook, toy_pack

    from pipeline.render.booklet import Job

    os.environ["BOOKLETS_DATA"] = str(folder / "data")
    file = folder / "toy.ipynb"
    nbformat.write(toy_notebook(), file)
    packs = [toy_pack(f"35190{n:02d}", f"Invented school {n}") for n in range(SCHOOLS)]
    kept = [(pack, keep_pack(folder / "data", pack)) for pack in packs]
    return [
        Job(file, PUBLICATION, p.place.id, YEAR, at, p.fingerprint(), folder / "made" / p.place.id) for p, at in kept
    ]


def real_jobs(folder: Path, publication: str, year: int) -> list:
    """The first ten schools whose packs are in the store."""
    from pipeline.packs.pack import Pack
    from pipeline.paths import NOTEBOOKS, folders
    from pipeline.render.booklet import Job

    kept = sorted((folders().packs / str(year) / publication).glob("*.json"))[:SCHOOLS]
    if not kept:
        sys.exit(f"No pack of {publication} {year} in the store: build it first.")
    notebook = NOTEBOOKS / f"{publication.replace('-', '_')}.ipynb"
    packs = [(Pack.read(file), file) for file in kept]
    return [
        Job(notebook, publication, p.place.id, year, at, p.fingerprint(), folder / "made" / p.place.id)
        for p, at in packs
    ]


def by_the_project(jobs: list, workers: int) -> tuple[float, list]:
    """Seconds for all booklets as this project makes them, its warm-up included, and the results."""
    from pipeline.render import booklet, pool

    start = perf_counter()
    booklet.warm()
    done = list(pool.run(jobs, booklet.make, workers, timeout=120))
    seconds = perf_counter() - start
    failed = [d.error for d in done if not d.ok]
    if failed:
        sys.exit(f"{len(failed)} booklets failed, the first: {failed[0]}")
    return seconds, [d.result for d in done]


def by_commands(jobs: Iterable, folder: Path) -> tuple[float, dict[str, float]]:
    """Seconds for all booklets by the usual commands, and the seconds of each command."""
    spent = dict.fromkeys(("papermill", "jupyter nbconvert --to html", "PDF from that HTML"), 0.0)
    for job in jobs:
        out, page = folder / f"{job.place_id}.ipynb", folder / f"{job.place_id}.html"
        parameters = ["-r", "publication", job.publication, "-r", "place", job.place_id, "-p", "year", str(job.year)]
        commands = [
            [BIN / "papermill", job.notebook, out, *parameters, "--no-progress-bar"],
            [BIN / "jupyter", "nbconvert", "--to", "html", "--no-input", out],
            pdf_command(out, page),
        ]
        for name, command in zip(spent, commands, strict=True):
            start = perf_counter()
            run_command(command)
            spent[name] += perf_counter() - start
    return sum(spent.values()), spent


def pdf_command(notebook: Path, page: Path) -> list:
    """nbconvert's webpdf where its browser is set up (BENCH_WEBPDF=1), else WeasyPrint's own command on the HTML."""
    if os.environ.get("BENCH_WEBPDF"):
        return [BIN / "jupyter", "nbconvert", "--to", "webpdf", "--no-input", notebook]
    if not (BIN / "weasyprint").exists():
        sys.exit('The usual way needs WeasyPrint: pip install -e ".[bench]", and Pango on the machine.')
    return [BIN / "weasyprint", "--quiet", page, page.with_suffix(".pdf")]


def run_command(command: list) -> None:
    """Run one command of the usual way; exits with the end of its error output where it fails."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(TOY)])}
    done = subprocess.run([str(part) for part in command], env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{Path(command[0]).name} failed:\n{done.stderr[-2000:]}")


def processor_seconds() -> float:
    """Processor time of this process and of its ended children, which does not grow where other programs keep the machine busy."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def main() -> None:
    arguments, workers = sys.argv[1:], os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        jobs = real_jobs(folder, arguments[0], int(arguments[1])) if len(arguments) == 2 else toy_jobs(folder)
        before = processor_seconds()
        fast, results = by_the_project(jobs, workers)
        between = processor_seconds()
        slow, spent = by_commands(jobs, folder)
        after = processor_seconds()
    print(f"{len(jobs)} booklets, {workers} processors")
    print(
        f"  this project  {fast / len(jobs):6.2f} s a booklet ({fast:.1f} s in all, {workers} at once, start-up included)"
    )
    print(f"  usual way     {slow / len(jobs):6.2f} s a booklet ({slow:.1f} s in all)")
    print(f"  ratio         {slow / fast:6.1f} times as fast")
    print(
        f"  processor time: {(between - before) / len(jobs):.2f} s a booklet, usual way {(after - between) / len(jobs):.2f} s"
    )
    print("the usual way, seconds a booklet")
    for name, seconds in spent.items():
        print(f"  {name:30} {seconds / len(jobs):6.2f}")
    print("this project, seconds of one booklet (the median of the run)")
    middle = sorted(results, key=lambda r: sum(r.seconds.values()))[len(results) // 2]
    for name, seconds in middle.seconds.items():
        print(f"  {name:30} {seconds:6.2f}")


if __name__ == "__main__":
    main()
