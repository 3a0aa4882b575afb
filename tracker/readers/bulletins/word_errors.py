"""Why a Word file cannot serve as a template."""


class TemplateError(Exception):
    """`faults` are sentences for the person who uploads the file, `code` names the first of them."""

    def __init__(self, code: str, *faults: str) -> None:
        super().__init__("".join(faults))
        self.code = code
        self.faults = list(faults)
