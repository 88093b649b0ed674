"""What every section of a policy file has in common."""

import re

from pydantic import BaseModel, ConfigDict, PrivateAttr


class Section(BaseModel):
    """Base of every section: frozen, unknown keys refused, values never converted to another type."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        use_attribute_docstrings=True,
        field_title_generator=lambda name, _: name.replace("_", " ").capitalize(),
        model_title_generator=lambda model: re.sub(r"(?<!^)(?=[A-Z])", " ", model.__name__).capitalize(),
    )


class Entry(Section):
    """A section that stands under a name of the user's choice."""

    _name: str = PrivateAttr(default="")

    @property
    def name(self) -> str:
        """Key under which this entry stands in the file."""
        return self._name
