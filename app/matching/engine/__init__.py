"""The pure core of matching: plain values in, plain values out; NumPy and rustworkx only."""
