"""The Windows Task Scheduler: a task to import, by version 1.2 of its published schema.

Its elements stand in the order Windows writes them. StartWhenAvailable makes up for a missed start; IgnoreNew keeps a second
start from running beside a first that is still at work.
"""

import subprocess
from xml.sax.saxutils import escape

from pipeline.schedule.morning import SAID, Morning

NAMESPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
BEGINS = "2024-01-01"  # any day gone by: the task is due each day from then on


def task(morning: Morning) -> bytes:
    """booklets-run-due.xml, in UTF-16 as Windows writes it."""
    return _text(morning).replace("\n", "\r\n").encode("utf-16")


def _text(morning: Morning) -> str:
    return f"""<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="{NAMESPACE}">
  <RegistrationInfo>
    <Description>{escape(SAID)}</Description>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <Enabled>true</Enabled>
      <StartBoundary>{BEGINS}T{morning.hour:02d}:{morning.minute:02d}:00</StartBoundary>
      <ScheduleByDay>
        <DaysInterval>1</DaysInterval>
      </ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <LogonType>Password</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT4H</ExecutionTimeLimit>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>cmd.exe</Command>
      <Arguments>{escape(_arguments(morning))}</Arguments>
      <WorkingDirectory>{escape(str(morning.folder))}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"""


def _arguments(morning: Morning) -> str:
    """For cmd.exe, which alone can append what is said to a file; it takes the outermost quotes away."""
    return f'/d /s /c "{subprocess.list2cmdline(morning.command)} >> "{morning.log}" 2>&1"'
