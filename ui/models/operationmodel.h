// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "node/desk.h"
#include "ui/models/tablemodel.h"

namespace zg::ui {

QString operationText(node::OperationKind kind); ///< "Refund"
QString beforeText(const node::Operation&);      ///< "Price ¥ 12.00; Name Oolong"; empty where nothing was before
QString afterText(const node::Operation&);
QString originText(const QString& origin); ///< "This console", or the address

/// What staff did, newest first.
/// Thread: main.
class OperationModel final : public TableModel<node::Operation>
{
    Q_OBJECT

public:
    enum ColumnId : quint8 {
        TimeColumn,
        WhoColumn,
        WhatColumn,
        SubjectColumn,
        BeforeColumn,
        AfterColumn,
        OriginColumn
    };
    explicit OperationModel(QObject* parent = nullptr);
};

} // namespace zg::ui
