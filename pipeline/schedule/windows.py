"""The Windows Task Scheduler: a task to import, by version 1.2 of its published schema.

Its elements are in the order in which Windows writes them. StartWhenAvailable makes up for a missed start; IgnoreNew keeps a second
start from running beside a first that is still at work.
"""

import subprocess
from xml.sax.saxutils import escape

from pipeline.schedule.morning import DESCRIPTION, Morning

NAMESPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
BEGINS = "2024-01-01"  # any past day: the task is due each day from then on


def task(morning: Morning) -> bytes:
    """The content of booklets-run-due.xml, in UTF-16 with Windows line ends as Windows writes it."""
    # cmd.exe, since only a shell can append output to a file; with /s it removes the outermost quotation marks.
    arguments = f'/d /s /c "{subprocess.list2cmdline(morning.command)} >> "{morning.log}" 2>&1"'
    text = f"""<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="{NAMESPACE}">
  <RegistrationInfo>
    <Description>{escape(DESCRIPTION)}</Description>
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
      <Arguments>{escape(arguments)}</Arguments>
      <WorkingDirectory>{escape(str(morning.folder))}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"""
    return text.replace("\n", "\r\n").encode("utf-16")
