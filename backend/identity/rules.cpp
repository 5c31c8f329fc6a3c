// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/rules.h"

namespace zg::identity {

using namespace Qt::StringLiterals;

namespace {
constexpr qsizetype maxNameLength = 64;             // what fits the desk's columns, and what the column's index likes
constexpr qsizetype minPasswordLength = 6;          // fewer falls to a list of common ones within a few lock-outs
constexpr qsizetype maxPasswordLength = 128;        // room for any pass phrase; bounds what is digested
constexpr qint64 maxRefundLimitFen = 1'000'000'000; // as much as the setting takes

bool isPrintable(const QList<uint>& characters)
{
    return std::all_of(characters.begin(), characters.end(), [](uint c) { return QChar::isPrint(c); });
}
} // namespace

Result<void> checkUsername(const QString& username)
{
    const QList<uint> characters = username.toUcs4();
    if (characters.isEmpty() || characters.size() > maxNameLength)
        return Error::invalid(u"username"_s, u"a username has 1 to %1 characters"_s.arg(maxNameLength));
    if (!isPrintable(characters) || username.trimmed().size() != username.size())
        return Error::invalid(u"username"_s, u"a username has no control characters and no space at its ends"_s);
    return {};
}

Result<void> checkPassword(const QByteArray& password)
{
    const qsizetype length = QString::fromUtf8(password).toUcs4().size();
    if (length < minPasswordLength || length > maxPasswordLength)
        return Error::invalid(u"password"_s,
                              u"a password has %1 to %2 characters"_s.arg(minPasswordLength).arg(maxPasswordLength));
    return {};
}

Result<void> checkNickname(const QString& nickname)
{
    const QList<uint> characters = nickname.toUcs4();
    if (characters.size() > maxNameLength)
        return Error::invalid(u"nickname"_s, u"a nickname has at most %1 characters"_s.arg(maxNameLength));
    if (!isPrintable(characters))
        return Error::invalid(u"nickname"_s, u"a nickname has no control characters"_s);
    return {};
}

Result<void> checkRefundLimit(std::optional<qint64> fen)
{
    if (fen && (*fen < 0 || *fen > maxRefundLimitFen))
        return Error::invalid(u"refund_limit"_s, u"a refund limit is 0 to %1 fen"_s.arg(maxRefundLimitFen));
    return {};
}

} // namespace zg::identity
