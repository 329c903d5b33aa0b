"""Charts: pure geometry, small painted charts of tiles, and the big one on pyqtgraph."""
