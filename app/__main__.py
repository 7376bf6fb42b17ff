"""`python -m app`: everything that `./kizuna` can do."""

from app.cli.main import main

if __name__ == "__main__":
    main()
