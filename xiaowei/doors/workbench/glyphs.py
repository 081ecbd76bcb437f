"""Icons of the workbench (16 units, strokes of 1.5) and the shapes of its states (12 units, filled). Drawn by us.

Decoration only: a word always stands beside one.
"""

GLYPHS = {
    "back": '<path d="M6 4 2.5 7.5 6 11M2.5 7.5h7a4 4 0 0 1 4 4v1"/>',
    "cal": '<path d="M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v3M10.5 2v3"/>',
    "cam": '<path d="M2 5h3l1-1.5h4L11 5h3v8H2z"/><circle cx="8" cy="8.8" r="2.3"/>',
    "case": '<path d="M2.5 3.5h11v7.5H8L5 13.5V11H2.5zM5 6h6M5 8.5h4"/>',
    "check": '<path d="m3 8.5 3.2 3.2L13 4.8"/>',
    "clip": '<path d="M12.5 7.5 8 12a2.8 2.8 0 0 1-4-4l5-5a1.9 1.9 0 0 1 2.7 2.7L7 10.4"/>',
    "clock": '<circle cx="8" cy="8" r="5.5"/><path d="M8 5v3.2l2 1.3"/>',
    "down": '<path d="m3.5 6 4.5 4.5L12.5 6"/>',
    "find": '<circle cx="7" cy="7" r="4"/><path d="m10 10 3.5 3.5"/>',
    "flow": (
        '<rect x="2" y="2.5" width="4.5" height="3.5" rx=".8"/><rect x="9.5" y="10" width="4.5" '
        'height="3.5" rx=".8"/><path d="M6.5 4.3H12V10M4.2 6v5.8h5.3"/>'
    ),
    "home": '<path d="M2.5 7.5 8 3l5.5 4.5M4 6.5v7h8v-7"/>',
    "link": '<path d="M9.5 2.5h4v4M13.5 2.5 7.5 8.5M7 3.5H2.5v10h10V9"/>',
    "lock": '<rect x="3.5" y="7" width="9" height="6.5" rx="1"/><path d="M5.5 7V5a2.5 2.5 0 0 1 5 0v2"/>',
    "more": '<path d="M3.5 8h.01M8 8h.01M12.5 8h.01" stroke-width="2.5"/>',
    "open": '<path d="M4 2.5h5.5L12.5 5.5v8H4zM9.5 2.5v3h3M6 8.5h4.5M6 11h4.5"/>',
    "pen": '<path d="m3 13 .7-2.9L10.8 3 13 5.2 5.9 12.3zM9.5 4.3l2.2 2.2"/>',
    "send": '<path d="M13.5 2.5 2.5 7l4.5 2 2 4.5zM7 9l6.5-6.5"/>',
    "sign": '<path d="M2.5 13.5h11M4 10.5c2-6 4-8 5-7s-2 5-4 7c2-2 3.5-3 4-2.5s-.5 2 .5 2 1.5-1 2-1.5"/>',
    "today": '<path d="M2.5 9.5h3l1 2h3l1-2h3M2.5 9.5l2-6h7l2 6v3a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1z"/>',
    "trail": '<path d="M6.5 9.5l3-3M7 5l1.5-1.5a2.8 2.8 0 0 1 4 4L11 9M9 11l-1.5 1.5a2.8 2.8 0 0 1-4-4L5 7"/>',
    "up": '<path d="M8 10.5v-7M5 6l3-3 3 3M2.5 10.5v3h11v-3"/>',
    "user": '<circle cx="8" cy="5.5" r="2.5"/><path d="M3 13.5c.5-2.7 2.5-4 5-4s4.5 1.3 5 4"/>',
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
