"""Xiaowei (小微): village-level supervision of small powers. One package a room; see docs/architecture."""
