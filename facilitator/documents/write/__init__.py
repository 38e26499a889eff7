"""Writing post-mortems as documents. `formats` lists the formats that the program knows."""
