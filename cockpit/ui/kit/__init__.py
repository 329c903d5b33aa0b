"""The parts that pages are made of: each paints itself by roles of the look."""
