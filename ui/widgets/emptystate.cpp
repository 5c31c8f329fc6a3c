// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/emptystate.h"

#include "ui/shell/theme.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QShortcut>
#include <QTimer>
#include <QVBoxLayout>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int progressAfterMs = 500; // sooner it would only flicker
constexpr int helpWidth = 420;       // about sixty characters, the longest line that reads well
constexpr int leastHelpWidth = 220;  // beside a list there is less room

} // namespace

EmptyState::EmptyState(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_icon(new QLabel(this))
    , m_headline(new QLabel(this))
    , m_help(new QLabel(this))
    , m_busy(new QProgressBar(this))
    , m_button(new QPushButton(this))
    , m_copy(new QPushButton(this))
{
    m_headline->setProperty("house", u"headline"_s);
    m_help->setProperty("house", u"muted"_s);
    m_help->setWordWrap(true);
    m_help->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    m_help->setMinimumWidth(leastHelpWidth);
    m_help->setMaximumWidth(helpWidth);
    m_headline->setWordWrap(true);
    m_headline->setAlignment(Qt::AlignHCenter);
    m_busy->setRange(0, 0);
    m_busy->setTextVisible(false);
    m_busy->setFixedSize(160, 4);
    m_copy->setFlat(true);
    for (QPushButton* button : {m_button, m_copy}) { // outside a dialog a button knows the space bar alone
        for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter})
            connect(new QShortcut(key, button, nullptr, nullptr, Qt::WidgetShortcut), &QShortcut::activated, button,
                    &QPushButton::click);
    }

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch();
    buttons->addWidget(m_button);
    buttons->addWidget(m_copy);
    buttons->addStretch();
    auto* column = new QVBoxLayout(this);
    column->setSpacing(10);
    column->addStretch(2);
    column->addWidget(m_icon, 0, Qt::AlignHCenter);
    column->addWidget(m_headline);
    auto* middle = new QHBoxLayout; // an alignment flag would cut wrapped text: it ignores heightForWidth
    middle->addStretch();
    middle->addWidget(m_help, 1); // all it may have, before the stretches
    middle->addStretch();
    column->addLayout(middle);
    column->addWidget(m_busy, 0, Qt::AlignHCenter);
    column->addSpacing(4);
    column->addLayout(buttons);
    column->addStretch(3);

    connect(m_button, &QPushButton::clicked, this, &EmptyState::buttonClicked);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_details); });
    connect(&m_theme, &Theme::changed, this, &EmptyState::draw);
    setFocusProxy(m_button);
    showEmpty({}, {}, {});
}

void EmptyState::showEmpty(const QString& icon, const QString& headline, const QString& help, const QString& button)
{
    m_iconName = icon;
    m_bad = false;
    m_details.clear();
    m_headline->setText(headline);
    m_help->setText(help);
    m_button->setText(button);
    m_busy->hide();
    draw();
}

void EmptyState::showLoading(const QString& what, bool canCancel)
{
    showEmpty({}, what, {}, canCancel ? tr("Cancel") : QString());
    m_button->hide();
    m_headline->hide();
    QTimer::singleShot(progressAfterMs, m_headline, [this, what, canCancel] {
        if (m_headline->text() != what || !m_iconName.isEmpty())
            return;
        m_headline->show();
        m_busy->show();
        m_button->setVisible(canCancel);
    });
}

void EmptyState::showFailed(const QString& headline, const QString& help, const QString& details, const QString& button)
{
    showEmpty(u"bad"_s, headline, help, button);
    m_bad = true;
    m_details = details;
    draw();
}

QString EmptyState::headline() const
{
    return m_headline->text();
}

QString EmptyState::help() const
{
    return m_help->text();
}

void EmptyState::draw()
{
    const QIcon icon = m_theme.icon(m_iconName, m_bad ? Tint::Bad : Tint::TextFaint);
    m_icon->setVisible(!m_iconName.isEmpty());
    if (!m_iconName.isEmpty())
        m_icon->setPixmap(icon.pixmap(QSize(40, 40), devicePixelRatioF()));
    m_headline->setVisible(!m_headline->text().isEmpty());
    m_help->setVisible(!m_help->text().isEmpty());
    m_button->setVisible(!m_button->text().isEmpty());
    m_copy->setText(tr("Copy details"));
    m_copy->setVisible(!m_details.isEmpty());
    setAccessibleName(m_headline->text());
    setAccessibleDescription(m_help->text());
}

} // namespace zg::ui
