"""Sign-in and callbacks of WeChat. Opens with the group; nothing lives here yet."""
