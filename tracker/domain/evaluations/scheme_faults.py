"""What is wrong with a scheme as it is written, named by its path, such as `items[2].weight`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SchemeFault:
    """`path` leads from the object that was read to the fault; empty for the object itself."""

    path: str
    code: str
    message: str


class SchemeFaults(list[SchemeFault]):
    """All faults, in the order they were met."""

    def add(self, path: str, code: str, message: str) -> None:
        self.append(SchemeFault(path, code, message))

    def touch(self, path: str) -> bool:
        """Whether something is wrong at this path or below."""
        return any(fault.path == path or fault.path.startswith((f"{path}.", f"{path}[")) for fault in self)
