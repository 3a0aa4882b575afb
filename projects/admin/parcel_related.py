"""Sections that apps above add to the page of a parcel."""

from projects.admin.related import Section, Sections
from projects.models import Parcel

ParcelSection = Section

parcel_sections = Sections[Parcel]()
add_parcel_section = parcel_sections.add
