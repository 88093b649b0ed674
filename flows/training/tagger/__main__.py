"""Makes the name tagger's weights anew: ``python -m training.tagger LABELLED_FOLDER`` (``make tagger``).

The same labelled texts, packages and seed give the same bytes on the same kind of processor.
"""

import argparse
import hashlib
import os
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"  # sums in one order

from chatward.detect.tagger import weights
from training.tagger import corpus, recipe
from training.tagger.network import Settings

_PACKAGE = Path(weights.__file__).parent
_SETS = ("wnut17_train", "btc_train", "tweebank_train", "btc_dev", "tweebank_dev")


def main() -> None:
    """Read the labelled texts, train, and write the weights and their hash into the package."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help=f"where {', '.join(_SETS)} lie, each as NAME.jsonl")
    parser.add_argument("--out", type=Path, default=_PACKAGE, help="folder for weights.npz and weights.sha256")
    arguments = parser.parse_args()
    labelled = [one for name in _SETS for one in corpus.read(arguments.folder / f"{name}.jsonl")]
    packed = weights.pack(recipe.train(labelled, Settings()))
    digest = hashlib.sha256(packed).hexdigest()
    (arguments.out / weights.NAME).write_bytes(packed)
    (arguments.out / weights.DIGEST_NAME).write_text(f"{digest}\n", encoding="ascii")
    print(f"{len(packed):,} bytes, sha256 {digest}")  # noqa: T201


if __name__ == "__main__":
    main()
