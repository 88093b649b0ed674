"""What is pulled: exports from where they live, and answers of APIs, each with the evidence of how it came.

The clients here are those that show the connection they use. fsspec's own take any SSH host key, follow redirects to
any host, and tell neither the TLS version nor the certificate.
"""
