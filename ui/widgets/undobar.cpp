// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/undobar.h"

#include "ui/shell/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeySequence>
#include <QLabel>
#include <QPushButton>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int textMargin = 16;
constexpr int buttonMargin = 8; // the button brings its own

} // namespace

UndoBar::UndoBar(Theme& theme, QWidget* parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_text(new QLabel(this))
    , m_button(new QPushButton(this))
{
    setProperty("house", u"undobar"_s);
    auto* row = new QHBoxLayout(this);
    row->setSpacing(16);
    row->addWidget(m_text);
    row->addWidget(m_button);
    m_button->setFlat(true);
    m_button->setShortcut(QKeySequence::Undo);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &UndoBar::dismiss);
    connect(m_button, &QPushButton::clicked, this, [this] {
        const std::function<void()> undo = std::exchange(m_undo, nullptr);
        dismiss();
        if (undo)
            undo();
    });
    connect(&m_theme, &Theme::changed, this, &UndoBar::dress);
    parent->installEventFilter(this);
    dress();
    hide();
}

void UndoBar::offer(const QString& text, std::function<void()> undo, int seconds)
{
    m_undo = std::move(undo);
    m_text->setText(text);
    setAccessibleName(text);
    m_button->setVisible(bool(m_undo));
    layout()->setContentsMargins(textMargin, 8, m_undo ? buttonMargin : textMargin, 8);
    m_timer.start(seconds * 1'000);
    show();
    place();
    raise();
}

void UndoBar::tell(const QString& text, int seconds)
{
    offer(text, nullptr, seconds);
}

void UndoBar::dismiss()
{
    m_undo = nullptr;
    m_timer.stop();
    hide();
}

QString UndoBar::text() const
{
    return isHidden() ? QString() : m_text->text();
}

bool UndoBar::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parent() && event->type() == QEvent::Resize && isVisible())
        place();
    return QFrame::eventFilter(watched, event);
}

void UndoBar::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        dress();
}

void UndoBar::place()
{
    adjustSize();
    const QRect area = parentWidget()->rect();
    move((area.width() - width()) / 2, area.height() - height() - 24);
}

void UndoBar::dress()
{
    m_button->setText(tr("Undo"));
    m_button->setShortcut(QKeySequence::Undo); // a new text drops it
    m_button->setToolTip(tr("Undo (%1)").arg(QKeySequence(QKeySequence::Undo).toString(QKeySequence::NativeText)));
}

} // namespace zg::ui
