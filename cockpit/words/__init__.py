"""Messages become sentences, in Korean and in English."""
