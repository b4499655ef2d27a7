"""``python -m fiche_builder`` is ``fiche``."""

from fiche_builder.cli.main import main

if __name__ == "__main__":
    main()
