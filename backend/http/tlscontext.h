// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QString>

#include <memory>
#include <mutex>

struct ssl_ctx_st;
struct ssl_st;

namespace zg::http {

struct SslDeleter
{
    void operator()(ssl_ctx_st* context) const;
    void operator()(ssl_st* ssl) const;
};
using SslPtr = std::unique_ptr<ssl_st, SslDeleter>;

/// The certificate: TLS 1.2 and 1.3 with OpenSSL, forward-secret AEAD ciphers only. Connections made before a reload
/// keep the certificate they began with.
/// Thread: any.
class TlsContext final
{
public:
    TlsContext(QString certFile, QString keyFile);
    ~TlsContext();
    /// Reads both files; on an error the certificate before it stays in use.
    Result<void> reload();
    /// A server-side session over a non-blocking socket.
    SslPtr accept(int descriptor) const;

private:
    const QString m_certFile;
    const QString m_keyFile;
    mutable std::mutex m_mutex; // guards m_context
    std::shared_ptr<ssl_ctx_st> m_context;
};

} // namespace zg::http
