// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/banner.h"

#include "ui/shell/theme.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QStyle>
#include <QToolButton>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

struct Dress
{
    const char* name;
    const char* icon;
    Tint tint;
};

constexpr Dress dresses[] = {
    {"info", "info", Tint::Accent},
    {"good", "good", Tint::Good},
    {"warning", "warning", Tint::Warning},
    {"bad", "bad", Tint::Bad},
};

} // namespace

Banner::Banner(Theme& theme, QWidget* parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_copy(new QToolButton(this))
    , m_action(new QToolButton(this))
    , m_close(new QToolButton(this))
{
    setProperty("house", u"banner"_s);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 7, 8, 7);
    row->setSpacing(10);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addWidget(m_text, 1);
    row->addWidget(m_copy);
    row->addWidget(m_action);
    row->addWidget(m_close);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_action->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_copy->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_copy->hide();
    m_action->hide();
    m_close->hide();
    connect(m_action, &QToolButton::clicked, this, &Banner::actionClicked);
    connect(m_copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_details); });
    connect(m_close, &QToolButton::clicked, this, [this] {
        clear();
        Q_EMIT dismissed();
    });
    connect(&m_theme, &Theme::changed, this, &Banner::dress);
    dress();
    hide();
}

void Banner::say(Tone tone, const QString& text, const QString& details)
{
    if (tone == m_tone && text == m_text->text() && details == m_details && !isHidden())
        return; // said four times a second: nothing moves while nothing changed
    m_tone = tone;
    m_details = details;
    m_text->setText(text);
    m_text->setToolTip(details);
    m_copy->setVisible(!details.isEmpty());
    setAccessibleName(text);
    dress();
    show();
}

void Banner::clear()
{
    m_text->clear();
    m_details.clear();
    hide();
}

void Banner::setAction(const QString& label)
{
    m_action->setText(label);
    m_action->setVisible(!label.isEmpty());
}

void Banner::setDismissable(bool dismissable)
{
    m_close->setVisible(dismissable);
}

QString Banner::text() const
{
    return m_text->text();
}

void Banner::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        dress();
}

void Banner::dress()
{
    const Dress& dress = dresses[size_t(m_tone)];
    setProperty("tone", QString::fromLatin1(dress.name));
    m_icon->setPixmap(
        m_theme.icon(QString::fromLatin1(dress.icon), dress.tint).pixmap(QSize(18, 18), devicePixelRatioF()));
    m_close->setIcon(m_theme.icon(u"close"_s));
    m_close->setAccessibleName(tr("Dismiss"));
    m_close->setToolTip(tr("Dismiss"));
    m_copy->setText(tr("Copy details"));
    style()->unpolish(this);
    style()->polish(this);
}

} // namespace zg::ui
