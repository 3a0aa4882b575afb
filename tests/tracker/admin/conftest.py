from tests.admin_clients import account_of, client_of, demo, demo_data

__all__ = ["account_of", "client_of", "demo", "demo_data"]
