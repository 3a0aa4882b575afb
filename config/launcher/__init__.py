"""`make run`: servers, preparation, web, worker and beat under one program that starts and stops them together."""
