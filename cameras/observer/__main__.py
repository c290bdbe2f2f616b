"""`python -m cameras.observer`, and what `observer.pyz` runs."""

from cameras.observer.observe import main

main()
