"""Push: to phones with the app (FCM) and to browsers with the site installed (Web Push)."""
