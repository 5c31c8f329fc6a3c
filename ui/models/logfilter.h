// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/logring.h"

#include <QSet>
#include <QStringList>

namespace zg::ui {

/// Which lines of the log are looked at.
struct LogFilter
{
    LogLevel least = LogLevel::Debug;
    QSet<QByteArray> categories; ///< empty: all
    QStringList words;           ///< each occurs in the text, the category or the thread, whatever the case
    QByteArray requestId;        ///< what the id begins with; empty: any, or none
    bool operator==(const LogFilter&) const = default;
    bool isOpen() const { return *this == LogFilter(); } ///< it takes every line
    bool takes(const LogLine& line) const;
};

} // namespace zg::ui
