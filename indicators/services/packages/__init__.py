"""Data packages: loaded whole or not at all, exported so that they load again."""

from indicators.services.packages.export import export_package
from indicators.services.packages.load import LoadReport, PackageRefusedError, load_package
from indicators.services.packages.parts import PackagePart, add_part

__all__ = ["LoadReport", "PackagePart", "PackageRefusedError", "add_part", "export_package", "load_package"]
