// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "node/desk.h"
#include "ui/models/tablemodel.h"

namespace zg::ui {

QString roleText(const QString& role);           ///< "staff" → "Staff"
QString accountState(const node::StaffAccount&); ///< "Active", "Disabled", "Locked for a while"

/// The accounts of staff.
/// Thread: main.
class AccountModel final : public TableModel<node::StaffAccount>
{
    Q_OBJECT

public:
    enum ColumnId : quint8 {
        NameColumn,
        NicknameColumn,
        RoleColumn,
        StateColumn,
        LimitColumn,
        SignedInColumn,
        SessionsColumn
    };
    explicit AccountModel(QObject* parent = nullptr);
    QVariant data(const QModelIndex& index, int role) const override;
};

} // namespace zg::ui
