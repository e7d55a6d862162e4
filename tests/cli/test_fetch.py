from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from dateline.cli.main import main
from dateline.store import Store
from tests.sources.web import Page, report, site


def test_a_page_is_fetched_into_a_store(tmp_path: Path) -> None:
    store = tmp_path / "crisis.duckdb"
    with site() as web:
        web.pages["/one"] = Page(
            report("Teachers march", "Teachers marched through Arica on Friday.")
        )
        words = ["ingest", f"{web.root}/one", "--store", str(store), "--published", "2023-10-16"]
        refused = CliRunner().invoke(main, words)
        assert web.asked == []
        taken = CliRunner().invoke(main, [*words, "--allow-private"])
    assert refused.exit_code == 1
    assert "private network" in refused.output
    assert "--allow-private" in refused.output
    assert taken.exit_code == 0, taken.output
    assert "articles added 1" in taken.output
    with Store(store, read_only=True) as made:
        assert made.select("SELECT url, outlet FROM articles")[1] == [
            (f"{web.root}/one", "The Pier")
        ]
