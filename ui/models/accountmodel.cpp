// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/accountmodel.h"

#include "core/money.h"
#include "ui/format.h"
#include "ui/shell/theme.h"

namespace zg::ui {

using namespace Qt::StringLiterals;
using node::StaffAccount;

namespace {

QString roleAsText(const QVariant& raw)
{
    return roleText(raw.toString());
}

QVariant limitOf(const StaffAccount& account)
{
    return account.refundLimitFen ? QVariant(*account.refundLimitFen) : QVariant();
}

QVariant signedInOf(const StaffAccount& account)
{
    return account.signedInAt > 0 ? QVariant(account.signedInAt) : QVariant();
}

const Column<StaffAccount> columns[] = {
    {QT_TRANSLATE_NOOP("AccountModel", "Account"), Qt::AlignLeft,
     [](const StaffAccount& a) { return QVariant(a.username); }, plainText},
    {QT_TRANSLATE_NOOP("AccountModel", "Nickname"), Qt::AlignLeft,
     [](const StaffAccount& a) { return QVariant(a.nickname); }, plainText},
    {QT_TRANSLATE_NOOP("AccountModel", "Role"), Qt::AlignLeft, [](const StaffAccount& a) { return QVariant(a.role); },
     roleAsText},
    {QT_TRANSLATE_NOOP("AccountModel", "State"), Qt::AlignLeft,
     [](const StaffAccount& a) { return QVariant(accountState(a)); }, plainText},
    {QT_TRANSLATE_NOOP("AccountModel", "Refunds up to"), Qt::AlignRight, limitOf, fenAsYuan},
    {QT_TRANSLATE_NOOP("AccountModel", "Last sign-in"), Qt::AlignLeft, signedInOf, timeAsLocal,
     [](const StaffAccount& a) { return a.signedInAt > 0 ? utcTimeText(a.signedInAt) : QString(); }},
    {QT_TRANSLATE_NOOP("AccountModel", "Signed in now"), Qt::AlignRight,
     [](const StaffAccount& a) { return QVariant(a.sessions); }, countAsText},
};

} // namespace

QString roleText(const QString& role)
{
    return role == "admin"_L1 ? QCoreApplication::translate("AccountModel", "Administrator")
                              : QCoreApplication::translate("AccountModel", "Staff");
}

QString accountState(const StaffAccount& account)
{
    if (!account.isActive)
        return QCoreApplication::translate("AccountModel", "Disabled");
    if (account.isLocked)
        return QCoreApplication::translate("AccountModel", "Locked for a while");
    return QCoreApplication::translate("AccountModel", "Active");
}

AccountModel::AccountModel(QObject* parent)
    : TableModel(columns, "AccountModel", parent)
{
}

QVariant AccountModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const StaffAccount& account = row(index.row());
    if (role == TintRole && index.column() == StateColumn)
        return int(!account.isActive ? Tint::TextFaint : (account.isLocked ? Tint::Warning : Tint::Good));
    if (role == Qt::DisplayRole && index.column() == LimitColumn && !account.refundLimitFen)
        return account.role == "admin"_L1 ? tr("any amount") : tr("as the setting says");
    if (role == Qt::DisplayRole && index.column() == SignedInColumn && account.signedInAt == 0)
        return u"–"_s;
    return TableModel::data(index, role);
}

} // namespace zg::ui
