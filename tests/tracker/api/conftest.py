from tests.api_clients import client_of, demo, demo_data, viewer

__all__ = ["client_of", "demo", "demo_data", "viewer"]
