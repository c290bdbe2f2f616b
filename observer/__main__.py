"""`python -m observer`, and what `observer.pyz` runs."""

from observer.observe import main

main()
