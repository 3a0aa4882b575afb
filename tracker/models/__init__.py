from tracker.models.rankings import Ranking, RankingPlace

__all__ = ["Ranking", "RankingPlace"]
