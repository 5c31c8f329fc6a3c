// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/packingnote.h"

#include "ui/shell/theme.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QStyle>

using namespace Qt::StringLiterals;

namespace zg::ui {

namespace {

constexpr int iconSize = 36;

struct Dress
{
    const char* name; // of the house's banners
    Tint tint;
};
constexpr Dress dresses[] = {
    {"info", Tint::Accent}, {"good", Tint::Good}, {"warning", Tint::Warning}, {"bad", Tint::Bad}};

QLabel* line(QWidget* parent, int pixels, bool isBold)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setStyleSheet(u"font-size: %1px; font-weight: %2;"_s.arg(pixels).arg(isBold ? 600 : 400));
    return label;
}

} // namespace

PackingNote::PackingNote(Theme& theme, QWidget* parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_icon(new QLabel(this))
    , m_word(line(this, 24, true))
    , m_text(line(this, 19, false))
{
    setProperty("house", u"banner"_s);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(20, 12, 20, 12);
    row->setSpacing(18);
    m_icon->setFixedSize(iconSize, iconSize);
    row->addWidget(m_icon);
    row->addWidget(m_word);
    row->addWidget(m_text, 1);
    m_text->setWordWrap(true);
    setMinimumHeight(84); // two lines
    connect(&theme, &Theme::changed, this, &PackingNote::dress);
    dress();
}

void PackingNote::say(Tone tone, const QString& word, const QString& text, const QString& details)
{
    m_tone = tone;
    m_word->setText(word);
    m_text->setText(text);
    setToolTip(details);
    setAccessibleName(word.isEmpty() ? text : QString(word % u": "_s % text));
    dress();
    QAccessibleEvent spoken(this, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&spoken);
}

QString PackingNote::word() const
{
    return m_word->text();
}

QString PackingNote::text() const
{
    return m_text->text();
}

void PackingNote::dress()
{
    const Dress& dress = dresses[size_t(m_tone)];
    setProperty("tone", QString::fromLatin1(dress.name));
    const QString icon = QString::fromLatin1(dress.name);
    m_icon->setPixmap(m_theme.icon(icon, dress.tint).pixmap(QSize(iconSize, iconSize), devicePixelRatioF()));
    QPalette palette = m_word->palette();
    palette.setColor(QPalette::WindowText, m_theme.color(dress.tint));
    m_word->setPalette(palette);
    style()->unpolish(this);
    style()->polish(this);
}

} // namespace zg::ui
