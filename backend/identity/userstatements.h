// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "identity/user.h"
#include "sql/connection.h"

namespace zg::identity {

#define ZG_USER_COLUMNS "id, username, openid, nickname, role, disabled, created_at, refund_limit"

inline constexpr sql::Statement findUser{"user.find", "SELECT " ZG_USER_COLUMNS " FROM users WHERE id = ?"};
inline constexpr sql::Statement lockUser{"user.find_to_change", "SELECT " ZG_USER_COLUMNS " FROM users WHERE id = ?",
                                         "SELECT " ZG_USER_COLUMNS " FROM users WHERE id = ? FOR UPDATE"};
inline constexpr sql::Statement findAccount{"user.account",
                                            "SELECT " ZG_USER_COLUMNS ", password_hash FROM users WHERE username = ?"};
inline constexpr sql::Statement findOpenid{"user.openid", "SELECT " ZG_USER_COLUMNS " FROM users WHERE openid = ?"};
inline constexpr sql::Statement insertAccount{
    "user.create", "INSERT INTO users (username, nickname, role, password_hash, disabled, refund_limit, created_at,"
                   " updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"};
inline constexpr sql::Statement insertOpenid{
    "user.create.openid",
    "INSERT INTO users (openid, nickname, role, created_at, updated_at) VALUES (?, ?, 'customer', ?, ?)"
    " ON CONFLICT (openid) DO NOTHING"};
inline constexpr sql::Statement updateUser{
    "user.update",
    "UPDATE users SET username = ?, nickname = ?, role = ?, disabled = ?, password_hash = COALESCE(?, password_hash),"
    " refund_limit = ?, updated_at = ? WHERE id = ?"};
/// Is there an enabled admin other than this one?
inline constexpr sql::Statement otherAdmin{
    "user.admin.other", "SELECT id FROM users WHERE role = 'admin' AND disabled = 0 AND id <> ? LIMIT 1",
    "SELECT id FROM users WHERE role = 'admin' AND disabled = 0 AND id <> ? ORDER BY id LIMIT 1 FOR UPDATE"};
/// Everybody of one role, with the last sign-in.
inline constexpr sql::Statement listStaff{"user.staff", "SELECT " ZG_USER_COLUMNS
                                                        ", signed_in_at FROM users WHERE role = ? ORDER BY id LIMIT ?"};
inline constexpr sql::Statement countLive{
    "session.count.user", "SELECT COUNT(*) FROM sessions WHERE user_id = ? AND ended_at IS NULL AND last_used_at > ?"};

// Lists walk a key and filter on the way: `id > ?` is a search, never a scan or a sort. PostgreSQL's order names the
// role, too, which is not said to equal a value: else a plan for the usual role walks everybody to find the rare ones.
#define ZG_USER_TEXT(like) " AND (username " like " ? ESCAPE '\\' OR nickname " like " ? ESCAPE '\\')"
#define ZG_USER_PAGE " ORDER BY id LIMIT ?"
inline constexpr sql::Statement listUsers{"user.list",
                                          "SELECT " ZG_USER_COLUMNS " FROM users WHERE id > ?" ZG_USER_PAGE};
#define ZG_USER_ROLE_PAGE " ORDER BY role, id LIMIT "
inline constexpr sql::Statement listRole{
    "user.list.role", "SELECT " ZG_USER_COLUMNS " FROM users WHERE role = ? AND id > ?" ZG_USER_PAGE,
    "SELECT " ZG_USER_COLUMNS " FROM users WHERE (role, id) > ($1, $2) AND role <= $1" ZG_USER_ROLE_PAGE "$3"};
inline constexpr sql::Statement listText{
    "user.list.text", "SELECT " ZG_USER_COLUMNS " FROM users WHERE id > ?" ZG_USER_TEXT("LIKE") ZG_USER_PAGE,
    "SELECT " ZG_USER_COLUMNS " FROM users WHERE id > ?" ZG_USER_TEXT("ILIKE") ZG_USER_PAGE};
inline constexpr sql::Statement listRoleText{
    "user.list.role.text",
    "SELECT " ZG_USER_COLUMNS " FROM users WHERE role = ? AND id > ?" ZG_USER_TEXT("LIKE") ZG_USER_PAGE,
    "SELECT " ZG_USER_COLUMNS " FROM users WHERE (role, id) > ($1, $2) AND role <= $1 AND (username ILIKE $3 ESCAPE "
    "'\\' OR nickname ILIKE $4 ESCAPE '\\')" ZG_USER_ROLE_PAGE "$5"};

User readUser(const sql::Rows& rows); ///< the row it stands on, in the order of ZG_USER_COLUMNS
Result<User> readUser(sql::Connection& connection, UserId id);         ///< NotFound
Result<User> readUserToChange(sql::Connection& connection, UserId id); ///< the same; nobody else changes him meanwhile
/// @param wanted already checked; its password is not read
Result<User> insertUser(sql::Connection& connection, const NewUser& wanted, const QByteArray& passwordHash, qint64 now);

} // namespace zg::identity
