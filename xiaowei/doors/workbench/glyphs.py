"""Icons of the workbench (16 units, strokes of 1.5) and the shapes of its states (12 units, filled). Drawn by us.

Decoration only: a word always stands beside one.
"""

GLYPHS = {
    "back": '<path d="M6 4 2.5 7.5 6 11M2.5 7.5h7a4 4 0 0 1 4 4v1"/>',
    "bars": '<path d="M2.5 13.5h11M4.5 11V8M8 11V3.5M11.5 11V6"/>',
    "cal": '<path d="M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v3M10.5 2v3"/>',
    "case": '<path d="M2.5 3.5h11v7.5H8L5 13.5V11H2.5zM5 6h6M5 8.5h4"/>',
    "check": '<path d="m3 8.5 3.2 3.2L13 4.8"/>',
    "gift": (
        '<path d="M8 14V6.5M8 6.5C5.5 6.5 4 5.2 4 2.5c2.5 0 4 1.3 4 4zm0 0c2.5 0 4-1.3 4-4-2.5 0-4 1.3-4 4z'
        'M8 11c-2 0-3.3-1-3.3-3 2 0 3.3 1 3.3 3zm0 0c2 0 3.3-1 3.3-3-2 0-3.3 1-3.3 3z"/>'
    ),
    "home": '<path d="M2 8l6-5.5L14 8M3.5 7v6.5h9V7M6.5 13.5v-4h3v4"/>',
    "lock": '<rect x="3.5" y="7" width="9" height="6.5" rx="1"/><path d="M5.5 7V5a2.5 2.5 0 0 1 5 0v2"/>',
    "look": '<circle cx="7" cy="7" r="4.2"/><path d="m10.2 10.2 3.3 3.3M5.3 7.2l1.2 1.2 2.2-2.6"/>',
    "more": '<path d="M3.5 8h.01M8 8h.01M12.5 8h.01" stroke-width="2.5"/>',
    "open": '<path d="M4 2.5h5.5L12.5 5.5v8H4zM9.5 2.5v3h3M6 8.5h4.5M6 11h4.5"/>',
    "print": '<path d="M4.5 6V2.5h7V6M4.5 11.5h-2V6h11v5.5h-2M4.5 9.5h7v4h-7z"/>',
    "say": '<path d="M2.5 3h8v5.5h-4L4 10.5v-2H2.5zM12 5.5h1.5V11H12v2l-2.5-2H8"/>',
    "send": '<path d="M13.5 2.5 2.5 7l4.5 2 2 4.5zM7 9l6.5-6.5"/>',
    "sign": '<path d="M2.5 13.5h11M4 10.5c2-6 4-8 5-7s-2 5-4 7c2-2 3.5-3 4-2.5s-.5 2 .5 2 1.5-1 2-1.5"/>',
    "today": '<path d="M2.5 9.5h3l1 2h3l1-2h3M2.5 9.5l2-6h7l2 6v3a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1z"/>',
    "up": '<path d="M8 10.5v-7M5 6l3-3 3 3M2.5 10.5v3h11v-3"/>',
    "warn": '<path d="M8 2.5 14 13H2zM8 6.5v3M8 11.3v.1"/>',
}

SHAPES = {
    "ok": '<circle cx="6" cy="6" r="5"/>',
    "soon": (
        '<path d="M6 1a5 5 0 1 0 0 10V1z"/><circle cx="6" cy="6" r="4.3" fill="none" '
        'stroke="currentColor" stroke-width="1.4"/>'
    ),
    "due": '<path d="M6 .8 11.6 11H.4z"/>',
    "late": '<path d="M6 0l6 6-6 6-6-6z"/>',
    "idle": '<circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" stroke-width="1.4"/>',
    "hold": '<path d="M2 1h3v10H2zM7 1h3v10H7z"/>',
    "back": '<path d="M6 .5 0 6l6 5.5V8c3 0 4.5.5 6 3 0-5-2.5-7-6-7z"/>',
    "flag": '<path d="M2 0h1.5v12H2zM3.5 1H11L9 4l2 3H3.5z"/>',
}
