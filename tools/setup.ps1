# What setup.sh does, for PowerShell on Windows: a virtual environment from the hashed lock. Not yet tried on a Windows machine.
param([string]$Venv = ".venv", [string]$Python = "python")
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..")

function Invoke-Step {
    & $args[0] $args[1..($args.Length - 1)]
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

& $Python -c "import sys; sys.exit(sys.version_info < (3, 11))"
if ($LASTEXITCODE -ne 0) { Write-Error "Python 3.11 or newer is needed; name it with -Python" }
Invoke-Step $Python -m venv $Venv
$InVenv = Join-Path $Venv "Scripts\python.exe"
Invoke-Step $InVenv -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
Invoke-Step $InVenv -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
