"""The command line: one module of this package for each subcommand.

A module whose name does not begin with an underscore is the subcommand of that name. It has

* `HELP`: one German line for the list of subcommands;
* `add_arguments(parser)`: its own options, usually beginning with `_options.add_input(parser)`;
* `run(options) -> int`: do it; return 0. Wrong input raises `SensemakingError`, told in one line (exit code 2).

The summary goes to standard output, progress and errors to standard error, JSON to the file named by `--out`.
"""

import argparse
import importlib
import pkgutil
import sys
from types import ModuleType

from sensemaking.errors import SensemakingError


def commands() -> dict[str, ModuleType]:
    """Return the modules of all subcommands by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    return {name: importlib.import_module(f"{__name__}.{name}") for name in names}


def parser_of(modules: dict[str, ModuleType]) -> argparse.ArgumentParser:
    """Return the parser for all subcommands."""
    parser = argparse.ArgumentParser(
        prog="python -m sensemaking", description="Ordnet und durchsucht, was viele Menschen geschrieben haben."
    )
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="BEFEHL")
    for name, module in modules.items():
        own = subparsers.add_parser(name, help=module.HELP, description=module.HELP)
        module.add_arguments(own)
        own.add_argument("--lang", choices=["de", "en"], default="de", help="Sprache der Meldungen (Vorgabe: de)")
    return parser


def main(arguments: list[str]) -> int:
    """Run one subcommand; return its exit code: 0 done, 2 wrong input, 130 interrupted."""
    modules = commands()
    options = parser_of(modules).parse_args(arguments)
    try:
        code: int = modules[options.command].run(options)
    except SensemakingError as error:
        print(f"sensemaking: {error.in_language(options.lang)}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return code
