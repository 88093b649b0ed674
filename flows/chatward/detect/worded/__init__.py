"""What words around tell, or several patterns: postal addresses, births, credentials, wallets, coordinates."""
