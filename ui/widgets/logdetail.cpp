// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/logdetail.h"

#include "ui/models/logtext.h"
#include "ui/shell/theme.h"

#include <QClipboard>
#include <QDateTime>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QToolButton>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int leastTextHeight = 48; // two lines

QString exactTime(const QDateTime& at)
{
    return at.toString(u"yyyy-MM-dd HH:mm:ss.zzz"_s);
}

} // namespace

LogDetail::LogDetail(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_facts(new QLabel(this))
    , m_request(new QToolButton(this))
    , m_copy(new QToolButton(this))
    , m_text(new QPlainTextEdit(this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 10, 0, 0);
    column->setSpacing(8);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_facts, 1);
    row->addWidget(m_request);
    row->addWidget(m_copy);
    column->addLayout(row);
    column->addWidget(m_text, 1);
    m_facts->setProperty("house", u"muted"_s);
    m_facts->setTextFormat(Qt::PlainText);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_facts->setWordWrap(true);
    m_facts->setFont(Theme::figureFont());
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_text->setMinimumHeight(leastTextHeight);
    for (QToolButton* button : {m_request, m_copy})
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(m_request, &QToolButton::clicked, this, [this] { Q_EMIT requestAsked(m_line.requestId); });
    connect(m_copy, &QToolButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(QString::fromUtf8(logAsText({m_line})).trimmed()); });
    connect(&m_theme, &Theme::changed, this, &LogDetail::dress);
    dress();
    write();
}

void LogDetail::tell(const LogLine& line)
{
    if (line.number == m_line.number)
        return; // a selection in its text stays
    m_line = line;
    write();
}

void LogDetail::clear()
{
    m_line = LogLine();
    write();
}

QString LogDetail::facts() const
{
    return m_facts->text();
}

QString LogDetail::text() const
{
    return m_text->toPlainText();
}

void LogDetail::write()
{
    const bool hasLine = m_line.number > 0;
    const bool hasRequest = hasLine && !m_line.requestId.isEmpty();
    m_copy->setEnabled(hasLine);
    m_request->setVisible(hasRequest);
    m_text->setPlainText(hasLine ? QString::fromUtf8(m_line.text) : QString());
    if (!hasLine) {
        m_facts->setText(tr("Choose a line to read all of it."));
        return;
    }
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(m_line.atMs);
    QStringList facts{exactTime(at), exactTime(at.toUTC()) + u" UTC"_s, logLevelText(m_line.level),
                      QString::fromUtf8(m_line.category),
                      //: %1 is a thread's name: main, io-0, database, committer
                      tr("thread %1").arg(QString::fromUtf8(m_line.thread))};
    if (hasRequest)
        facts.append(tr("request %1").arg(QString::fromUtf8(m_line.requestId)));
    m_facts->setText(facts.join(u"  ·  "_s));
}

void LogDetail::dress()
{
    m_request->setIcon(m_theme.icon(u"filter"_s));
    m_request->setText(tr("This request"));
    m_request->setToolTip(tr("Show only the lines of this request"));
    m_copy->setIcon(m_theme.icon(u"copy"_s));
    m_copy->setText(tr("Copy line"));
    m_copy->setToolTip(tr("Copy this line, with its time, level and category"));
    m_text->setAccessibleName(tr("The line's text"));
}

void LogDetail::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        dress();
        write();
    }
}

} // namespace zg::ui
