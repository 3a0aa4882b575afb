#!/usr/bin/env python
"""Runs a command of the product, with the embedded PostgreSQL where no other database is named."""

import os
import sys

from config.command_line import main

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.exit(main(sys.argv))
