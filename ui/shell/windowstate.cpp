// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/windowstate.h"

#include <QHeaderView>
#include <QSplitter>

namespace zg::ui {

using namespace Qt::StringLiterals;

WindowState::WindowState()
    : m_settings(QSettings::IniFormat, QSettings::UserScope, u"Zhanggui"_s, u"console"_s)
{
}

WindowState::WindowState(const QString& file)
    : m_settings(file, QSettings::IniFormat)
{
}

QVariant WindowState::value(const QString& key, const QVariant& fallback) const
{
    return m_settings.value(key, fallback);
}

void WindowState::setValue(const QString& key, const QVariant& value)
{
    m_settings.setValue(key, value); // QSettings writes to disk later, from the event loop
}

void WindowState::remember(const QString& key, QHeaderView* header)
{
    const QString columns = key + u"/columns"_s;
    if (value(columns).toInt() == header->count())
        header->restoreState(value(key + u"/header"_s).toByteArray());
    const auto save = [this, key, columns, header] {
        setValue(columns, header->count());
        setValue(key + u"/header"_s, header->saveState());
    };
    QObject::connect(header, &QHeaderView::sectionResized, header, save);
    QObject::connect(header, &QHeaderView::sectionMoved, header, save);
    QObject::connect(header, &QHeaderView::sortIndicatorChanged, header, save);
}

void WindowState::remember(const QString& key, QSplitter* splitter)
{
    splitter->restoreState(value(key + u"/splitter"_s).toByteArray());
    QObject::connect(splitter, &QSplitter::splitterMoved, splitter,
                     [this, key, splitter] { setValue(key + u"/splitter"_s, splitter->saveState()); });
}

bool WindowState::restoreGeometry(const QString& key, QWidget* window) const
{
    return window->restoreGeometry(value(key + u"/geometry"_s).toByteArray());
}

void WindowState::saveGeometry(const QString& key, const QWidget* window)
{
    setValue(key + u"/geometry"_s, window->saveGeometry());
}

} // namespace zg::ui
