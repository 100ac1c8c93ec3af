# For your own login shells: change as you like.
