"""The workspace: everything a run works from, read or calculated once; below the packs and above the measures."""
