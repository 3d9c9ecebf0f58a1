"""What was written over is gone from the files of the registry."""

from dashboard.registry.engine import FILE, open_registry
from dashboard.registry.models import Intervention, User


def test_an_older_title_is_in_no_file(tmp_path):
    registry = open_registry(tmp_path)
    with registry.writing() as session:
        session.add(User(user_id="u1", subject="local", role="intervenant"))
        session.flush()
        session.add(Intervention(case_id="cas-1", owner_id="u1", title="Cour de Khadija Benmokhtar"))
    with registry.writing() as session:
        session.get(Intervention, "cas-1").title = "Une cour"
    held = b"".join(path.read_bytes() for path in tmp_path.glob(f"{FILE}*"))
    assert b"Une cour" in held
    assert b"Benmokhtar" not in held
    registry.close()
