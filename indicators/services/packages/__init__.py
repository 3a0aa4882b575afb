"""Data packages: loaded whole or not at all, exported so that they load again."""

from indicators.services.packages.export import export_package
from indicators.services.packages.load import LoadReport, PackageRefusedError, load_package

__all__ = ["LoadReport", "PackageRefusedError", "export_package", "load_package"]
