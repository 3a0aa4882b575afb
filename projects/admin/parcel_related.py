"""Sections that apps above add to the page of a parcel."""

from projects.admin.related import Sections
from projects.models import Parcel

parcel_sections = Sections[Parcel]()
add_parcel_section = parcel_sections.add
