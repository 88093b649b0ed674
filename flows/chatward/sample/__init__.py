"""A synthetic company's channels over years, with the truth beside them."""

from chatward.sample.world import SourceCount, World, write_delivery, write_world

__all__ = ["SourceCount", "World", "write_delivery", "write_world"]
