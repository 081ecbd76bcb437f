"""Sign-in and callbacks of WeChat. Nothing lives here yet."""
