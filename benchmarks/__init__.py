"""How fast the site is and how much memory it takes, measured against a bare OpenCV loop."""
