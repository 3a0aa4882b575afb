from tracker.models.bulletin_definitions import BulletinDefinition, BulletinSection, BulletinTemplate
from tracker.models.bulletin_deliveries import BulletinDelivery
from tracker.models.bulletin_runs import BulletinRun
from tracker.models.bulletins import Bulletin, BulletinContent, BulletinFile, BulletinInput
from tracker.models.rankings import Ranking, RankingPlace

__all__ = [
    "Bulletin",
    "BulletinContent",
    "BulletinDefinition",
    "BulletinDelivery",
    "BulletinFile",
    "BulletinInput",
    "BulletinRun",
    "BulletinSection",
    "BulletinTemplate",
    "Ranking",
    "RankingPlace",
]
