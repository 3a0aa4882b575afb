"""The libraries of the browser: installed by npm as package-lock.json says, copied to where Django serves them."""
