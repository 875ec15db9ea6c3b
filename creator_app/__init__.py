"""Creator App: record and caption meetings, produce voice-overs, make short videos."""

__version__ = "0.1.0"
