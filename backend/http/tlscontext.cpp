// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/tlscontext.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

namespace zg::http {

namespace {
QString lastReason()
{
    const unsigned long code = ERR_get_error();
    ERR_clear_error();
    const char* reason = code ? ERR_reason_error_string(code) : nullptr;
    return reason ? QString::fromLatin1(reason) : QStringLiteral("unreadable");
}
} // namespace

void SslDeleter::operator()(ssl_ctx_st* context) const
{
    SSL_CTX_free(context);
}

void SslDeleter::operator()(ssl_st* ssl) const
{
    SSL_free(ssl);
}

TlsContext::TlsContext(QString certFile, QString keyFile)
    : m_certFile(std::move(certFile))
    , m_keyFile(std::move(keyFile))
{
}

TlsContext::~TlsContext() = default;

Result<void> TlsContext::reload()
{
    ERR_clear_error();
    std::unique_ptr<ssl_ctx_st, SslDeleter> context(SSL_CTX_new(TLS_server_method()));
    if (!context)
        return Error{ErrorCode::DependencyDown, QStringLiteral("TLS cannot be started: ") + lastReason()};
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_options(context.get(),
                        SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    // Idle connections give their 34 KiB of buffers back; partial writes let a slow reader make progress.
    SSL_CTX_set_mode(context.get(),
                     SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_cipher_list(context.get(), "ECDHE+AESGCM:ECDHE+CHACHA20");
    if (SSL_CTX_use_certificate_chain_file(context.get(), m_certFile.toLocal8Bit().constData()) != 1) {
        return Error{ErrorCode::DependencyDown,
                     QStringLiteral("the TLS certificate %1 cannot be used: %2").arg(m_certFile, lastReason())};
    }
    if (SSL_CTX_use_PrivateKey_file(context.get(), m_keyFile.toLocal8Bit().constData(), SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_check_private_key(context.get()) != 1) {
        return Error{ErrorCode::DependencyDown,
                     QStringLiteral("the TLS key %1 cannot be used: %2").arg(m_keyFile, lastReason())};
    }
    std::shared_ptr<ssl_ctx_st> shared(context.release(), SslDeleter());
    const std::lock_guard lock(m_mutex);
    m_context = std::move(shared);
    return {};
}

SslPtr TlsContext::accept(int descriptor) const
{
    std::shared_ptr<ssl_ctx_st> context;
    {
        const std::lock_guard lock(m_mutex);
        context = m_context;
    }
    SslPtr ssl(context ? SSL_new(context.get()) : nullptr); // takes its own reference to the context
    if (ssl && SSL_set_fd(ssl.get(), descriptor) == 1)
        SSL_set_accept_state(ssl.get());
    else
        ssl.reset();
    return ssl;
}

} // namespace zg::http
