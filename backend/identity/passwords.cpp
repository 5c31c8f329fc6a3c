// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/passwords.h"

#include "core/logging.h"

#include <QCryptographicHash>

#include <crypt.h>
#include <openssl/crypto.h>

#include <cstring>
#include <memory>
#include <thread>

namespace zg::identity {

namespace {
constexpr qsizetype bcryptBytes = 72; // what bcrypt reads of a password
constexpr qsizetype hashLength = 60;  // "$2b$10$", 22 of salt, 31 of digest

void wipe(QByteArray& secret)
{
    if (secret.isDetached()) // else another still needs it
        OPENSSL_cleanse(secret.data(), size_t(secret.size()));
    secret.clear();
}

/// What bcrypt is given: all of the password, without a NUL, in at most 72 bytes.
QByteArray phraseOf(const QByteArray& password)
{
    if (password.size() <= bcryptBytes && !password.contains('\0'))
        return QByteArray(password.constData(), password.size()); // its own copy, to be wiped
    // The prefix keeps a SHA-256 that leaked from elsewhere from being worth a password here.
    QCryptographicHash digest(QCryptographicHash::Sha256);
    digest.addData(QByteArrayView("zhanggui password\0", 18));
    digest.addData(QByteArrayView(password));
    return digest.result().toBase64();
}

QByteArray bcrypt(const QByteArray& password, const QByteArray& setting)
{
    auto data = std::make_unique<crypt_data>(); // 32 KiB: not for a stack
    QByteArray phrase = phraseOf(password);
    const char* out = crypt_rn(phrase.constData(), setting.constData(), data.get(), int(sizeof(crypt_data)));
    QByteArray hash = out ? QByteArray(out) : QByteArray();
    OPENSSL_cleanse(phrase.data(), size_t(phrase.size()));
    return hash;
}

bool isReadable(const QByteArray& hash)
{
    return hash.size() == hashLength && hash.startsWith("$2") && crypt_checksalt(hash.constData()) == CRYPT_SALT_OK;
}

/// A hash that no password has, of the same cost as real ones.
QByteArray nobodysHash(int cost)
{
    return "$2b$" + QByteArray::number(cost).rightJustified(2, '0') + "$" + QByteArray(22, '.') + QByteArray(31, '.');
}
} // namespace

Passwords::Passwords(int cost, int threads, int maxQueued)
    : m_cost(cost)
    , m_pool(QStringLiteral("zg-bcrypt"), threads > 0 ? threads : std::max(1, int(std::thread::hardware_concurrency())),
             maxQueued)
{
}

Task<Result<QByteArray>> Passwords::hash(QByteArray password)
{
    auto work = [this, password = std::move(password)]() mutable -> Result<QByteArray> {
        m_runs.fetch_add(1, std::memory_order_relaxed);
        QByteArray hash = hashNow(password, m_cost);
        wipe(password);
        if (hash.isEmpty())
            return Error(ErrorCode::Internal, QStringLiteral("bcrypt gave no hash"));
        return hash;
    };
    auto result = co_await m_pool.run(std::move(work));
    co_return result;
}

Task<Result<bool>> Passwords::verify(QByteArray password, QByteArray hash)
{
    auto work = [this, password = std::move(password), hash = std::move(hash)]() mutable -> Result<bool> {
        m_runs.fetch_add(1, std::memory_order_relaxed);
        const bool right = verifyNow(password, hash, m_cost);
        wipe(password);
        return right;
    };
    auto result = co_await m_pool.run(std::move(work));
    co_return result;
}

QByteArray Passwords::hashNow(const QByteArray& password, int cost)
{
    char setting[CRYPT_GENSALT_OUTPUT_SIZE];
    if (!crypt_gensalt_rn("$2b$", ulong(cost), nullptr, 0, setting, int(sizeof(setting)))) {
        qCCritical(lcIdentity, "no salt for a password: %s", std::strerror(errno));
        return {};
    }
    return bcrypt(password, QByteArray(setting));
}

bool Passwords::verifyNow(const QByteArray& password, const QByteArray& hash, int costWithout)
{
    const QByteArray actual = isReadable(hash) ? bcrypt(password, hash) : QByteArray();
    if (actual.isEmpty()) { // bcrypt could not use it, and took no time to say so
        bcrypt(password, nobodysHash(costWithout));
        return false;
    }
    return actual.size() == hash.size() &&
           CRYPTO_memcmp(actual.constData(), hash.constData(), size_t(hash.size())) == 0;
}

} // namespace zg::identity
