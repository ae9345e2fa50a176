"""提醒: a message about a month that is due, late or sent back. Never about who signed in."""
