"""`claims` runs without `reviews`: its pages, its API, its intake and its commands."""

import os
import subprocess
import sys
from pathlib import Path

RUN = Path(__file__).parent.parent / "alone" / "run.py"


def test_claims_run_without_reviews(tmp_path: Path) -> None:
    """In a process of its own, as apps are chosen when Django starts; on a database in a file."""
    settings = {
        "DEBUG": "1",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'alone.sqlite3'}",
        "FILES": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, str(RUN)],
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-3_000:]
    assert done.stdout.strip().endswith("alone")
