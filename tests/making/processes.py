"""`fiche` as a process of its own."""

import os
import subprocess
import sys
from pathlib import Path


def fiche_command(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `fiche` as a process of its own."""
    kept = {key: value for key, value in os.environ.items() if key != "FICHE_LANG"}
    command = [sys.executable, "-m", "fiche_builder", *arguments]
    return subprocess.run(command, cwd=cwd, env={**kept, **environment}, capture_output=True, text=True, check=False)
