# make run · test · check · bench · backup · restore FILE=…   (see README.md)
.DEFAULT_GOAL := run
.PHONY: run test check bench backup restore
.DELETE_ON_ERROR:

PYTHON := .venv/bin/python
PIP_INSTALL := $(PYTHON) -m pip install -qq --disable-pip-version-check --no-input

FRONTEND := indicators/static/indicators/vendor/.installed

# What `check --deploy` looks at are the settings of production; no server is contacted.
PRODUCTION_SETTINGS := PRODUCTION=1 DEBUG= SECRET_KEY=0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ \
	ALLOWED_HOSTS=tracker.example DATABASE_URL=postgresql://tracker@127.0.0.1/tracker REDIS_URL=redis://127.0.0.1/0

run: .venv/run.stamp $(FRONTEND)
	@$(PYTHON) -m config.launcher

test: .venv/development.stamp $(FRONTEND)
	$(PYTHON) -m pytest -n 2 --dist worksteal

check: .venv/development.stamp
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	$(PYTHON) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"
	$(PYTHON) -m config.servers manage.py makemigrations --check --dry-run
	$(PRODUCTION_SETTINGS) $(PYTHON) manage.py check --deploy --fail-level WARNING

bench: .venv/development.stamp
	@$(PYTHON) -m bench

backup: .venv/run.stamp
	@$(PYTHON) -m config.backup create

restore: .venv/run.stamp
	@if [ -z "$(FILE)" ]; then echo "用法：make restore FILE=备份文件" >&2; exit 2; fi
	@$(PYTHON) -m config.backup restore "$(FILE)"

.venv/run.stamp: requirements.txt .venv/created.stamp
	@echo "安装运行所需的软件包……"
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

.venv/development.stamp: requirements-dev.txt .venv/run.stamp
	@echo "安装测试与检查所需的软件包……"
	@$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@

# Without the libraries the pages have forms without scripts, so a failure says so and stops nothing.
$(FRONTEND): package-lock.json .venv/run.stamp
	@echo "安装浏览器表格组件……"
	@if $(PYTHON) -m config.frontend; then touch $@; fi

.venv/created.stamp:
	@for python in python3.12 python3.11 python3; do \
		if $$python -c 'import ensurepip, sys, venv; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)))' 2>/dev/null; \
		then $$python -m venv .venv && touch $@ && exit 0; fi; \
	done; \
	echo "需要 Python 3.11 或 3.12（含 venv 模块，Debian：apt install python3-venv），本机没有找到。" >&2; exit 1
