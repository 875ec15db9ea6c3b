"""The scenes that are drawn on this computer, a module a family."""
