"""What each verb of the command line does: read, call the rooms, print; one module a verb."""
