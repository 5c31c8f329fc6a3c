// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/secret.h"

#include "core/logging.h"
#include "identity/sid.h"
#include "identity/tokens.h"

#include <QFile>
#include <QRandomGenerator>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace zg::identity {

using namespace Qt::StringLiterals;

namespace {
constexpr qsizetype secretBytes = 48;
constexpr qsizetype maxSecretBytes = 4096; // somebody's own key; a bigger file is something else

class Descriptor final
{
public:
    explicit Descriptor(int fd)
        : m_fd(fd)
    {
    }
    ~Descriptor()
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    Q_DISABLE_COPY_MOVE(Descriptor)
    operator int() const { return m_fd; }

private:
    const int m_fd;
};

Error failure(const char* what, const QByteArray& path, int error)
{
    return Error(ErrorCode::DependencyDown, u"%1 %2: %3"_s.arg(QString::fromLatin1(what), QFile::decodeName(path),
                                                               QString::fromLocal8Bit(std::strerror(error))));
}

/// @return the key, or an empty one when there is no such file
Result<QByteArray> readSecret(const QByteArray& path)
{
    const Descriptor file(::open(path.constData(), O_RDONLY | O_CLOEXEC));
    if (file < 0 && errno == ENOENT)
        return QByteArray();
    struct stat status = {};
    if (file < 0 || ::fstat(file, &status) != 0)
        return failure("cannot read", path, errno);
    if (status.st_mode & 077) {
        if (::fchmod(file, 0600) != 0)
            return failure("others can read it, and it cannot be changed:", path, errno);
        qCWarning(lcIdentity, "%s was readable by others; it is its owner's only now", path.constData());
    }
    QByteArray secret(maxSecretBytes, Qt::Uninitialized);
    const ssize_t got = ::read(file, secret.data(), size_t(secret.size()));
    if (got < 0)
        return failure("cannot read", path, errno);
    secret.truncate(got);
    if (secret.size() < Tokens::minSecretBytes)
        return Error::invalid(u"jwt-secret"_s,
                              u"%1 holds %2 bytes; a key has at least %3 (remove the file to get a new one)"_s
                                  .arg(QFile::decodeName(path))
                                  .arg(secret.size())
                                  .arg(Tokens::minSecretBytes));
    return secret;
}

Result<void> writeWhole(const QByteArray& path, const QByteArray& content)
{
    const Descriptor file(::open(path.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (file < 0)
        return failure("cannot make", path, errno);
    if (::write(file, content.constData(), size_t(content.size())) != content.size() || ::fsync(file) != 0)
        return failure("cannot write", path, errno);
    return {};
}

Result<void> syncFolder(const QByteArray& folder)
{
    const Descriptor directory(::open(folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory < 0 || ::fsync(directory) != 0)
        return failure("cannot write", folder, errno);
    return {};
}

/// Puts a new key at `path` unless one is there: whole or not at all, and the first of two starters wins.
Result<void> makeSecret(const QByteArray& path, const QByteArray& folder)
{
    QByteArray secret(secretBytes, Qt::Uninitialized);
    QRandomGenerator::system()->generate(reinterpret_cast<quint32*>(secret.data()),
                                         reinterpret_cast<quint32*>(secret.data() + secret.size()));
    const QByteArray draft = path + '.' + randomHex(8);
    auto written = writeWhole(draft, secret);
    if (written && ::link(draft.constData(), path.constData()) != 0 && errno != EEXIST) {
        // A file system without hard links; a second starter in this instant would win, and both read what is there
        // then.
        if (::rename(draft.constData(), path.constData()) != 0)
            written = failure("cannot make", path, errno);
    }
    ::unlink(draft.constData());
    if (!written)
        return written;
    return syncFolder(folder);
}
} // namespace

Result<QByteArray> loadOrMakeJwtSecret(const QString& dataDir)
{
    const QByteArray folder = QFile::encodeName(dataDir);
    const QByteArray path = folder + "/jwt.secret";
    auto secret = readSecret(path);
    if (!secret || !secret->isEmpty())
        return secret;
    const auto made = makeSecret(path, folder);
    if (!made)
        return made.error();
    secret = readSecret(path); // ours, or that of whoever was faster
    if (secret && secret->isEmpty())
        return failure("cannot keep", path, ENOENT);
    return secret;
}

Result<QByteArray> findJwtSecret(const QString& dataDir)
{
    return readSecret(QFile::encodeName(dataDir) + "/jwt.secret");
}

Result<void> keepJwtSecret(const QString& dataDir, const QByteArray& secret)
{
    const QByteArray folder = QFile::encodeName(dataDir);
    const QByteArray path = folder + "/jwt.secret";
    const auto present = readSecret(path);
    if (present && *present == secret)
        return {};
    const QByteArray draft = path + '.' + randomHex(8);
    if (auto written = writeWhole(draft, secret); !written) {
        ::unlink(draft.constData());
        return written;
    }
    const QByteArray before = path + ".before-transfer";
    const bool isMoved = ::rename(path.constData(), before.constData()) == 0 || errno == ENOENT;
    if (!isMoved || ::rename(draft.constData(), path.constData()) != 0) {
        const int error = errno;
        ::unlink(draft.constData());
        return failure("cannot make", path, error);
    }
    return syncFolder(folder);
}

} // namespace zg::identity
