"""Run the command line as ``python -m descant``."""

from descant.cli.main import main

if __name__ == "__main__":
    main()
