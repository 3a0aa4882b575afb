"""`manage.py show_ranking INDICATOR PERIOD PEER_GROUP BASIS`: one ranking as a table in the terminal."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from indicators.domain.numbers import plain_rounded
from tracker.choices import Basis
from tracker.queries.ranking_tables import ranking_table


class Command(BaseCommand):
    help = "在终端显示一个排名。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("indicator")
        parser.add_argument("period")
        parser.add_argument("peer_group")
        parser.add_argument("basis", choices=Basis.values)

    def handle(self, *, indicator: str, period: str, peer_group: str, basis: str, **options: object) -> None:
        ranking = ranking_table(indicator=indicator, period=period, peer_group=peer_group, basis=basis)
        if ranking is None:
            raise CommandError(f"没有排名 {indicator} {period} {peer_group} {basis}")
        unit = "%" if ranking.basis == Basis.GROWTH else ranking.indicator.measure_unit
        heading = f"{ranking.indicator.name} {ranking.period} {ranking.get_basis_display()}（{unit}）"
        self.stdout.write(f"{heading} · {ranking.peer_group.name} · 共 {ranking.of} 个")
        for place in ranking.places.all():
            value = "—" if place.value is None else plain_rounded(place.value, ranking.digits)
            self.stdout.write(f"{place.place or '—':>4}  {value:>10}  {place.area.name}")
