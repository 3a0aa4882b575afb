"""What is wrong in a file, said so that a person finds the cell."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault or warning. Row 1 is the header; row 0 and column "" mean the whole file."""

    file: str
    row: int
    column: str
    code: str
    message: str

    def __str__(self) -> str:
        line = f"{self.file}:{self.row}:{self.column}: {self.code}: {self.message}"
        return " ".join(line.split())  # one fault is one line, whatever the cell held


class Findings:
    """Collects what a check finds: faults refuse the package, warnings are only shown."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.warnings: list[Fault] = []

    def fault(self, file: str, row: int, column: str, code: str, message: str) -> None:
        self.faults.append(Fault(file, row, column, code, message))

    def warn(self, file: str, row: int, column: str, code: str, message: str) -> None:
        self.warnings.append(Fault(file, row, column, code, message))
