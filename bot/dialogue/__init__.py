"""What a message means after what was said before, and what to ask or say next. Pure: no Rasa, no
files."""
