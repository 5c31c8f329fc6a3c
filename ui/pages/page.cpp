// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/page.h"

#include "ui/pages/pages.h"

#include <QEvent>
#include <QTableView>

namespace zg::ui {

Page::Page(const char* id, QWidget* parent)
    : QWidget(parent)
    , m_id(id)
{
    setObjectName(QString::fromLatin1(id) + QStringLiteral("Page"));
    setFocusPolicy(Qt::ClickFocus); // its shortcuts work as soon as it shows
}

QString Page::title() const
{
    const PageInfo* info = findPage(QString::fromLatin1(m_id));
    return info ? pageTitle(*info) : QString();
}

QString Page::iconName() const
{
    const PageInfo* info = findPage(QString::fromLatin1(m_id));
    return info ? QString::fromLatin1(info->icon) : QString();
}

bool Page::needsSignIn() const
{
    const PageInfo* info = findPage(QString::fromLatin1(m_id));
    return info && info->needsSignIn;
}

void Page::refresh(const Tick&) {}

void Page::takeFocus()
{
    if (m_list && m_list->isVisible()) {
        m_list->setFocus(Qt::OtherFocusReason);
        return;
    }
    if (focusProxy()) {
        setFocus(Qt::OtherFocusReason);
        return;
    }
    for (QTableView* table : findChildren<QTableView*>())
        if (table->isVisible()) {
            table->setFocus(Qt::OtherFocusReason);
            return;
        }
    setFocus(Qt::OtherFocusReason);
}

void Page::focusSearch() {}

void Page::search(const QString&) {}

void Page::openItem(qint64) {}

QList<QAction*> Page::paletteActions() const
{
    return actions();
}

QString Page::unsaved() const
{
    return {};
}

void Page::retranslate() {}

void Page::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace zg::ui
