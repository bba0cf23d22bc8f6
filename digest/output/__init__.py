"""What is on disk: state, comparing, atomic writing, deleting."""
