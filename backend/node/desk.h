// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audit/operation.h"
#include "core/logring.h"
#include "core/result.h"
#include "core/settings.h"
#include "shop/customers.h"
#include "shop/sales.h"
#include "shop/values.h"

#include <QFuture>
#include <QObject>

namespace zg::node {

template <class T>
using Answer = QFuture<Result<T>>; ///< finishes on any thread: continue with .then(context, …)

struct StaffMember
{
    UserId id;
    QString username;
    QString nickname;
    QString role; ///< "staff" or "admin"
    bool operator==(const StaffMember&) const = default;
};

/// Who sits at the desk. What the other desks do is recorded under this name; without one they answer TokenMissing.
/// Thread: main.
class StaffDesk : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    virtual Answer<StaffMember>
    signIn(const QString& username,
           const QString& password) = 0; ///< BadCredentials, RateLimited, RoleForbidden (customers)
    virtual void signOut() = 0;
    virtual std::optional<StaffMember> current() const = 0;

Q_SIGNALS:
    void currentChanged();
};

/// Products as staff see them. Every call answers DependencyDown when the node does not serve.
/// Thread: main.
class ProductDesk
{
public:
    virtual ~ProductDesk() = default;
    virtual Answer<shop::Page<shop::Product>> list(const shop::ProductFilter& filter, const QByteArray& cursor,
                                                   int limit) = 0;
    virtual Answer<shop::Product> find(ProductId id) = 0;
    virtual Answer<shop::Product> create(const shop::ProductDraft& draft) = 0;
    virtual Answer<shop::Product> update(ProductId id, const shop::ProductPatch& patch) = 0;        ///< VersionConflict
    virtual Answer<shop::Product> adjustStock(ProductId id, qint64 delta, const QString& note) = 0; ///< OutOfStock
    virtual Answer<shop::Product> remove(ProductId id) = 0; ///< off the shelf for good
    /// Who changed what: its stock, and what staff edited; newest first.
    virtual Answer<shop::Page<shop::ProductEvent>> history(ProductId id, const QByteArray& cursor, int limit) = 0;
    virtual Answer<QList<shop::Category>> categories() = 0;
    /// Begins to hold every product's stock against its whole ledger; Snapshot::ledger tells how it goes.
    virtual Answer<bool> proveLedger() = 0;
};

/// Orders as staff see them.
/// Thread: main.
class OrderDesk
{
public:
    virtual ~OrderDesk() = default;
    virtual Answer<shop::Page<shop::Order>> list(const shop::OrderFilter& filter, const QByteArray& cursor,
                                                 int limit) = 0;
    virtual Answer<shop::Order> find(OrderId id) = 0;                        ///< with history and customer name
    virtual Answer<std::array<qint64, shop::orderStatusCount>> counts() = 0; ///< orders by status
    virtual Answer<shop::Order> ship(OrderId id, const QString& trackingNo) = 0;
    virtual Answer<shop::Order> decideRefund(OrderId id, bool approve) = 0;
    /// Paid orders that wait to be shipped, the oldest first, from behind `after` on; without history.
    virtual Answer<QList<shop::Order>> toShip(OrderId after, int limit) = 0;
    virtual Answer<shop::Customer> customer(UserId id) = 0;                    ///< NotFound
    virtual Answer<shop::Customer> customerNamed(const QString& username) = 0; ///< by the whole account name; NotFound
    /// Sales between these moments (shop::Sales::report).
    virtual Answer<shop::SalesReport> sales(const QList<qint64>& edgesMs) = 0;
};

/// How the node works, changed while it runs, by admins; everybody else is answered RoleForbidden. What is changed is
/// logged under the name.
/// Thread: main.
class AdminDesk
{
public:
    virtual ~AdminDesk() = default;
    /// Orders that come from now on take their stock by it, on this node, until it stops.
    /// @return the strategy before
    /// @errors InvalidArgument: redis_lock without a Redis
    virtual Answer<StockStrategy> setStockStrategy(StockStrategy strategy) = 0;
    /// The category writes that and worse from now on, until the program ends.
    /// @return the level before
    /// @errors InvalidArgument, as setLogLevel()
    virtual Answer<LogLevel> setLogLevel(const QByteArray& category, LogLevel least) = 0;
};

/// An account of staff, as admins see it.
struct StaffAccount
{
    UserId id;
    QString username;
    QString nickname;
    QString role; ///< "staff" or "admin"
    bool isActive = true;
    bool isLocked = false;                ///< too many wrong passwords, for a quarter of an hour
    std::optional<qint64> refundLimitFen; ///< not set: any amount for an admin, the setting refund-limit for staff
    qint64 createdAt = 0;                 ///< milliseconds since 1970 UTC
    qint64 signedInAt = 0;                ///< the same; 0: not known
    int sessions = 0;                     ///< live ones
    bool operator==(const StaffAccount&) const = default;
};

/// What an edit of an account changes; what is not set stays.
struct AccountEdit
{
    std::optional<QString> nickname;
    std::optional<QString> role;
    std::optional<QString> password;
    std::optional<bool> isActive;
    std::optional<std::optional<qint64>> refundLimitFen;
    bool operator==(const AccountEdit&) const = default;
};

/// The accounts of staff. For admins: everybody else is answered RoleForbidden.
/// Thread: main.
class AccountDesk
{
public:
    virtual ~AccountDesk() = default;
    virtual Answer<QList<StaffAccount>> list() = 0; ///< admins first
    /// @param edit with role and password @errors InvalidArgument with the field, Duplicate
    virtual Answer<StaffAccount> create(const QString& username, const AccountEdit& edit) = 0;
    /// Another role or password, or none any more, ends the account's sessions.
    /// @errors NotFound, InvalidArgument with the field; IllegalTransition: the store would have no admin left
    virtual Answer<StaffAccount> change(UserId id, const AccountEdit& edit) = 0;
    virtual Answer<int> endSessions(UserId id) = 0; ///< @return how many
};

using audit::Operation;
using audit::OperationFilter;
using audit::OperationKind;

/// What staff did, newest first. For admins: everybody else is answered RoleForbidden.
/// Thread: main.
class OperationDesk
{
public:
    virtual ~OperationDesk() = default;
    virtual Answer<shop::Page<Operation>> list(const OperationFilter& filter, const QByteArray& cursor, int limit) = 0;
};

/// What an edit of the settings file came to.
struct SettingChange
{
    QString key;
    std::optional<QString> before;            ///< what the file said of it; nothing: it did not
    std::optional<QString> after;             ///< what it says now
    bool isLive = false;                      ///< the node that runs has taken it over
    SettingSource wins = SettingSource::File; ///< Environment and CommandLine: they say something else, and win
    bool operator==(const SettingChange&) const = default;
};

/// The settings file. For admins: everybody else is answered RoleForbidden. While the node does not serve, the admin
/// who was signed in last may still mend what keeps it from starting.
/// Thread: main.
class SettingDesk
{
public:
    virtual ~SettingDesk() = default;
    /// Writes the file, when the whole of it can be used then.
    /// @param value nothing: the file says nothing of it any more
    /// @errors InvalidArgument with the setting that is wrong; DependencyDown: the file cannot be written
    virtual Answer<SettingChange> change(const QString& key, const std::optional<QString>& value) = 0;
};

} // namespace zg::node
