"""The root of a plain file: the demo's, and fit where the disk itself is encrypted and guarded."""

from pathlib import Path

from chatward.keyring.roots.base import EpochRoot, VersionFiles


class FileRoot(EpochRoot):
    """One 0600 file a version: as safe as the disk it lies on."""

    promise = "at once, but for copies of the folder that hold the version's own file"

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._files = VersionFiles(folder, "key")

    def describe(self) -> str:
        """Return kind and algorithm in words."""
        return "file"

    def _store(self, version: int, key: bytes) -> None:
        self._files.write(version, key)

    def _load(self, version: int) -> bytes:
        return self._files.read(version)

    def _erase(self, version: int) -> None:
        self._files.erase(version)
