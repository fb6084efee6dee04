"""The checklist: what to put right before an article goes online."""
