"""``python -m fiche_builder`` is ``fiche``. Signals are heard before anything large is imported."""

from fiche_builder.cli.stopping import end, listen


def main() -> None:
    """Run `fiche` and exit with its exit code."""
    listen()
    from fiche_builder.cli.main import run_with_arguments, tell_interrupted

    try:
        code = run_with_arguments()
    except KeyboardInterrupt:  # between two lines of ours, when all was done
        code = tell_interrupted()
    end(code)


if __name__ == "__main__":
    main()
