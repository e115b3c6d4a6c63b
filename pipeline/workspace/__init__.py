"""The figures' workspace: everything a run works from, read or worked out once, below the packs and above the measures."""
