// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QFuture>
#include <QList>
#include <QStringList>

namespace zg::ui {

/// A table on its way to a file: text, with the columns that hold numbers named so that a spreadsheet can add them up.
struct Sheet
{
    QString title;
    QStringList header;
    QList<QStringList> rows;
    QList<int> numbers; ///< columns whose text is a plain number ("12.34")
};

/// Writes `path` beside and puts it in place whole: ".xlsx" as a workbook, everything else as CSV. On a thread of its
/// own.
/// @errors DependencyDown: the disk said no
QFuture<Result<void>> writeSheet(const QString& path, Sheet sheet);

/// @errors NotFound, InvalidArgument (too big). On a thread of its own.
QFuture<Result<QByteArray>> readWhole(const QString& path);
QFuture<Result<void>> writeWhole(const QString& path, QByteArray bytes);

} // namespace zg::ui
