"""Whom to trust: the system's certificates, or the one file that the workspace names.

The variables SSL_CERT_FILE, SSL_CERT_DIR and SSLKEYLOGFILE of the environment count for nothing:
whoever could set them could read every token.
"""

import ssl
import sys
from pathlib import Path

from cockpit.connectors.codes import SettingsCode
from cockpit.domain.message import message
from cockpit.ports.errors import UnreachableError
from cockpit.ports.sources import SourceSettings

SYSTEM_FILES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)
"""Where Debian, Fedora, older Fedora, SUSE, and Alpine or BSD keep their certificates."""


def context_for(settings: SourceSettings) -> ssl.SSLContext:
    """Return the rules for TLS with this source: version 1.2 or newer, name and chain checked.

    Raises `UnreachableError` when a file that the settings name cannot be used.
    """
    context = _own_context(settings) if settings.ca_file else system_context(sys.platform)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if settings.client_cert:
        try:
            context.load_cert_chain(settings.client_cert, password="")
        except (OSError, ValueError):
            raise UnreachableError(
                message(SettingsCode.CLIENT_CERT, source=settings.name, path=settings.client_cert)
            ) from None
    return context


def _own_context(settings: SourceSettings) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_verify_locations(cafile=settings.ca_file)
    except (OSError, ValueError):
        raise UnreachableError(
            message(SettingsCode.CA_FILE, source=settings.name, path=settings.ca_file)
        ) from None
    return context


def system_context(platform: str) -> ssl.SSLContext:
    """Return the trust of the operating system whose `sys.platform` is given."""
    if platform in {"win32", "darwin"}:
        import truststore

        return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for file in system_files():
        if Path(file).is_file():
            context.load_verify_locations(cafile=file)
            break
    return context


def system_files() -> tuple[str, ...]:
    """Return where certificates may be, the place that OpenSSL was built for first."""
    return (ssl.get_default_verify_paths().openssl_cafile, *SYSTEM_FILES)
