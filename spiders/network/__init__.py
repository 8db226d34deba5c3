"""The way to a publisher's server: names, certificates, the gate before each host, and why an answer did not come."""
