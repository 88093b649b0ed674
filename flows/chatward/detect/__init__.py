"""Personal data in chat text: where it stands and of which kind."""

from chatward.detect.detector import Detector
from chatward.detect.kinds import Kind
from chatward.detect.persons.names import NameIndex
from chatward.detect.spans import NOBODY, Spans

__all__ = ["NOBODY", "Detector", "Kind", "NameIndex", "Spans"]
