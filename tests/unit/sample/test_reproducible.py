"""The same arguments give the same files; the committed sample is what the command gives."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import typer
from typer.testing import CliRunner

from chatward.cli.sampling import sample_command
from chatward.errors import UsageError
from chatward.sample import World, write_world

COMMITTED = Path(__file__).resolve().parents[3] / "data" / "sample"
MOST_BYTES = 1_500_000

app = typer.Typer()
app.command("sample")(sample_command)


def files_of(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def differences(one: Path, other: Path) -> Iterator[str]:
    """Parquet is compared by its rows: its bytes also name the version that wrote them."""
    assert files_of(one) == files_of(other)
    for name in files_of(one):
        if name.endswith(".parquet"):
            is_equal = pq.read_table(one / name).equals(pq.read_table(other / name))
        else:
            is_equal = (one / name).read_bytes() == (other / name).read_bytes()
        if not is_equal:
            yield name


def test_the_committed_sample_is_what_its_readme_says_the_command_writes(tmp_path: Path) -> None:
    command = next(
        line for line in (COMMITTED / "README.md").read_text().splitlines() if "data/sample --messages" in line
    )
    arguments = command.partition("`chatward sample data/sample ")[2].partition("`")[0].split()
    result = CliRunner().invoke(app, [str(tmp_path / "again"), *arguments])
    assert result.exit_code == 0
    assert list(differences(COMMITTED, tmp_path / "again")) == []


def test_the_committed_sample_is_small() -> None:
    assert sum((COMMITTED / name).stat().st_size for name in files_of(COMMITTED)) < MOST_BYTES


def test_the_committed_sample_ends_in_september_2026_after_two_and_a_half_years() -> None:
    sent = pq.read_table(COMMITTED / "truth" / "messages.parquet")["sent_at_utc"].to_pylist()
    assert len({f"{at:%Y-%m}" for at in sent}) == 30
    assert f"{max(sent):%Y-%m}" == "2026-09"


def test_the_same_arguments_write_the_same_world_and_another_seed_another(tmp_path: Path) -> None:
    for name, seed in (("one", 3), ("again", 3), ("other", 4)):
        write_world(tmp_path / name, messages=600, seed=seed, years=1)
    assert list(differences(tmp_path / "one", tmp_path / "again")) == []
    assert (tmp_path / "one/truth/canaries.txt").read_bytes() != (tmp_path / "other/truth/canaries.txt").read_bytes()


def test_a_folder_that_holds_anything_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError) as refused:
        write_world(tmp_path, messages=600, seed=1)
    assert refused.value.hint
    assert files_of(tmp_path) == ["mine.txt"]


def test_a_file_is_refused_as_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError):
        write_world(tmp_path / "file", messages=600, seed=1)


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    write_world(tmp_path, messages=500, seed=1, years=1)
    assert "policy.yaml" in files_of(tmp_path)


def test_fewer_messages_than_a_world_needs_are_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        write_world(tmp_path / "world", messages=499, seed=1)
    assert not (tmp_path / "world").exists()


def test_the_world_tells_of_its_progress_until_all_messages_are_written(tmp_path: Path) -> None:
    told: list[int] = []
    write_world(tmp_path, messages=777, seed=1, years=1, progress=told.append)
    assert sum(told) == 777


def test_the_worlds_policy_is_valid(world: World) -> None:
    from chatward.policy.loading import examine

    assert examine(world.folder / "policy.yaml").require().sources.keys() == world.sources.keys()


def test_the_command_adds_a_delivery_to_a_world_written_before(world: World, tmp_path: Path) -> None:
    shutil.copytree(world.folder, tmp_path / "world")
    result = CliRunner().invoke(
        app, [str(tmp_path / "world"), "--messages", "500", "--seed", "2", "--delivery", "2026-09-30", "--json"]
    )
    assert result.exit_code == 0
    assert '"messages": 500' in result.stdout
