"""The notebooks run from the first cell to the last."""

from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_every_cell_of_the_notebook_runs(file: Path) -> None:
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    notebook = nbformat.read(file, as_version=4)
    nbclient.NotebookClient(
        notebook, timeout=300, resources={"metadata": {"path": str(file.parent)}}
    ).execute()
    assert all(cell.get("execution_count") for cell in notebook.cells if cell.cell_type == "code")


def test_notebooks_are_kept_without_their_output() -> None:
    assert NOTEBOOKS
    assert all('"outputs": []' in file.read_text(encoding="utf-8") for file in NOTEBOOKS)
    assert not any('"output_type"' in file.read_text(encoding="utf-8") for file in NOTEBOOKS)
