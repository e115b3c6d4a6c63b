"""The files by which a machine starts `run-due` each morning, as its own scheduler reads them."""

import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pipeline.errors import CommandWrong
from pipeline.paths import Folders
from pipeline.schedule import Morning, service, task, timer
from pipeline.verbs.schedule import write_schedule

# The order of a task's elements by the published schema: sequences where it has them, else as Windows writes them.
ORDER = {
    "Task": ["RegistrationInfo", "Triggers", "Principals", "Settings", "Actions"],
    "RegistrationInfo": ["Description"],
    "Triggers": ["CalendarTrigger"],
    "CalendarTrigger": ["Enabled", "StartBoundary", "ScheduleByDay"],
    "ScheduleByDay": ["DaysInterval"],
    "Principals": ["Principal"],
    "Principal": ["LogonType", "RunLevel"],
    "Settings": [
        "MultipleInstancesPolicy",
        "DisallowStartIfOnBatteries",
        "StopIfGoingOnBatteries",
        "StartWhenAvailable",
        "ExecutionTimeLimit",
    ],
    "Actions": ["Exec"],
    "Exec": ["Command", "Arguments", "WorkingDirectory"],
}
SPACE = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


@pytest.fixture
def awkward(tmp_path):
    """A house whose path holds what schedulers trip over: a blank, a per cent sign, a dollar sign."""
    home = tmp_path / "50% of $data (ours)"
    where = Folders(Path(__file__).parents[2] / "params", home / "data", home / "outputs")
    return where, home / "schedule"


def test_systemd_accepts_the_units(awkward):
    tool = shutil.which("systemd-analyze")
    if not tool:
        pytest.skip("systemd-analyze is not on this machine")
    where, out = awkward
    assert write_schedule(where, "systemd", out, "05:30") == 0
    told = subprocess.run([tool, "verify", *map(str, out.iterdir())], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr.strip()) == (0, "")


def test_a_timer_makes_up_for_a_missed_start_and_its_service_says_where_it_is():
    morning = Morning(("/py", "-m", "a b%$"), Path("/the house"), Path("/logs/x.log"), 5, 30)
    assert "OnCalendar=*-*-* 05:30:00\nPersistent=true\n" in timer(morning)
    unit = service(morning)
    assert 'ExecStart="/py" "-m" "a b%%$$"\n' in unit
    assert "WorkingDirectory=/the house\n" in unit and "StandardOutput=append:/logs/x.log\n" in unit


def test_the_cron_line_runs_and_says_what_it_did_in_the_log(awkward):
    where, out = awkward
    assert write_schedule(where, "cron", out, "05:30") == 0
    *_, line, boot = (out / "booklets-run-due.cron").read_text(encoding="utf-8").splitlines()
    assert line.startswith("30 5 * * * ") and boot.startswith("@reboot ")
    command = line.removeprefix("30 5 * * * ")
    assert boot.removeprefix("@reboot ") == command
    assert "%" not in command.replace("\\%", "")
    told = subprocess.run(["/bin/sh", "-c", command.replace("\\%", "%")], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")
    assert "nothing to make" in (where.data / "logs/run-due.log").read_text(encoding="utf-8")


def test_the_windows_task_is_as_its_schema_says(awkward):
    where, out = awkward
    assert write_schedule(where, "windows", out, "05:30") == 0
    written = (out / "booklets-run-due.xml").read_bytes()
    assert written[:2] == b"\xff\xfe"  # UTF-16, little end first, as Windows writes it
    root = ElementTree.fromstring(written)
    assert root.tag == f"{SPACE}Task"
    for element in root.iter():
        children = [child.tag.removeprefix(SPACE) for child in element]
        assert children == ORDER.get(element.tag.removeprefix(SPACE), [])
    text = {e.tag.removeprefix(SPACE): e.text for e in root.iter()}
    assert (text["StartWhenAvailable"], text["MultipleInstancesPolicy"]) == ("true", "IgnoreNew")
    assert text["StartBoundary"].endswith("T05:30:00")
    assert sys.executable in text["Arguments"] and str(where.data / "logs") in text["Arguments"]
    assert Path(text["WorkingDirectory"]).is_absolute()
    (context,) = root.findall(f"{SPACE}Actions")
    assert context.get("Context") == root.find(f"{SPACE}Principals/{SPACE}Principal").get("id")


def test_what_stands_in_a_path_cannot_write_the_task():
    morning = Morning(("py", "<a> & b"), Path("/<x>&"), Path("/log"), 0, 5)
    text = {e.tag.removeprefix(SPACE): e.text for e in ElementTree.fromstring(task(morning)).iter()}
    assert text["WorkingDirectory"] == "/<x>&" and '"<a> & b"' in text["Arguments"]


@pytest.mark.parametrize(
    "kind, at, said",
    [("cron", "5:30", "time of day"), ("cron", "24:00", "time of day"), ("at", "05:30", "systemd, cron")],
)
def test_a_wrong_word_is_told(house, kind, at, said):
    with pytest.raises(CommandWrong, match=said):
        write_schedule(house, kind, house.data / "out", at)
