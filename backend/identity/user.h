// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "identity/role.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace zg::identity {

struct User
{
    UserId id;
    QString username; ///< null for those who came through WeChat
    QString openid;   ///< null for those who have a password
    QString nickname;
    Role role = Role::Customer;
    bool disabled = false;
    qint64 createdAt = 0;                 ///< milliseconds since 1970, UTC
    std::optional<qint64> refundLimitFen; ///< of staff: approves refunds up to it; not set: the store's own rule
    bool operator==(const User&) const = default;
};

struct NewUser
{
    QString username;
    QByteArray password; ///< UTF-8
    Role role = Role::Customer;
    QString nickname; ///< empty: the username
    bool disabled = false;
    std::optional<qint64> refundLimitFen;
};

/// What an edit changes; what is not set stays.
struct UserPatch
{
    std::optional<QString> username;
    std::optional<QByteArray> password;
    std::optional<Role> role;
    std::optional<QString> nickname;
    std::optional<bool> disabled;
    std::optional<std::optional<qint64>> refundLimitFen;
};

/// An account of staff as its admin sees it.
struct StaffRecord
{
    User user;
    qint64 signedInAt = 0; ///< milliseconds since 1970, UTC; 0: never, or before this was kept
    int sessions = 0;      ///< that have not ended and were used within the last half hour
    bool operator==(const StaffRecord&) const = default;
};

struct UserFilter
{
    std::optional<Role> role;
    QString text; ///< part of the username or nickname (q)
};

/// A page of users by ascending id; the cursor is opaque, empty at the end.
struct UserPage
{
    QList<User> items;
    QByteArray nextCursor;
    bool operator==(const UserPage&) const = default;
};

} // namespace zg::identity
