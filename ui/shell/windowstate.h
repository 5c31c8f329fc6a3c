// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSettings>
#include <QVariant>

class QHeaderView;
class QSplitter;
class QWidget;

namespace zg::ui {

/// What the window remembers: geometry, column widths, filters, ranges. Keys are "page/what".
/// Thread: main.
class WindowState final
{
public:
    WindowState();                             ///< the user's own settings
    explicit WindowState(const QString& file); ///< tests
    QVariant value(const QString& key, const QVariant& fallback = {}) const;
    void setValue(const QString& key, const QVariant& value);

    /// Restores the header's columns, sorting and widths, and saves them as they change. A saved state with another
    /// number of columns is dropped.
    void remember(const QString& key, QHeaderView* header);
    void remember(const QString& key, QSplitter* splitter);
    bool restoreGeometry(const QString& key, QWidget* window) const;
    void saveGeometry(const QString& key, const QWidget* window);

private:
    QSettings m_settings;
};

} // namespace zg::ui
