// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/requestsdetail.h"

#include "ui/format.h"
#include "ui/models/requesttexts.h"
#include "ui/shell/theme.h"
#include "ui/widgets/tableview.h"
#include "ui/widgets/waterfall.h"

#include <QAction>
#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace zg::ui {

namespace {

constexpr int narrowest = 300;    // below it the bars say nothing
constexpr int statementLines = 3; // of text, without the list moving

QLabel* label(QWidget* parent, const QString& house)
{
    auto* made = new QLabel(parent);
    made->setProperty("house", house);
    made->setTextFormat(Qt::PlainText);
    made->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return made;
}

} // namespace

RequestsDetail::RequestsDetail(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_route(label(this, u"headline"_s))
    , m_facts(label(this, u"muted"_s))
    , m_id(label(this, u"muted"_s))
    , m_statement(label(this, u"muted"_s))
    , m_copyButton(new QToolButton(this))
    , m_closeButton(new QToolButton(this))
    , m_copyId(new QAction(this))
    , m_close(new QAction(this))
    , m_table(new TableView(this))
    , m_header(new WaterfallHeader(theme, SpanModel::Bar, m_table))
{
    setMinimumWidth(narrowest);
    setupHead();
    setupTable();
    connect(&m_theme, &Theme::changed, this, &RequestsDetail::dressIcons);
    dressIcons();
    retranslate();
}

void RequestsDetail::setupHead()
{
    m_route->setObjectName(u"requestRoute"_s);
    m_id->setObjectName(u"requestId"_s);
    m_id->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_facts->setWordWrap(true);
    m_route->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // a long path gives way
    m_id->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_copyId->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_C);
    m_close->setShortcut(Qt::Key_Escape);
    for (QAction* action : {m_copyId, m_close}) {
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        addAction(action);
    }
    connect(m_copyId, &QAction::triggered, this, &RequestsDetail::copyId);
    connect(m_close, &QAction::triggered, this, &RequestsDetail::closeWanted);
    m_copyButton->setDefaultAction(m_copyId);
    m_closeButton->setDefaultAction(m_close);
    m_copyButton->setObjectName(u"copyId"_s);
    m_closeButton->setObjectName(u"closeDetail"_s);
    for (QToolButton* button : {m_copyButton, m_closeButton})
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 0, 0, 0);
    column->setSpacing(4);
    auto* head = new QHBoxLayout;
    head->addWidget(m_route, 1);
    head->addWidget(m_closeButton);
    column->addLayout(head);
    column->addWidget(m_facts);
    auto* idRow = new QHBoxLayout;
    idRow->addWidget(m_id, 1);
    idRow->addWidget(m_copyButton);
    column->addLayout(idRow);
    column->addWidget(m_table, 1);
    column->addWidget(m_statement);
}

void RequestsDetail::setupTable()
{
    m_table->setObjectName(u"spans"_s);
    m_table->setHorizontalHeader(m_header);
    m_table->setModel(&m_spans);
    m_table->dress(m_theme);
    m_table->setItemDelegateForColumn(SpanModel::Bar, new WaterfallDelegate(m_theme, this));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setMinimumHeight(90);
    static constexpr int widths[] = {170, 200, 76, 68};
    for (int i = 0; i < int(std::size(widths)); ++i)
        m_header->resizeSection(i, widths[i]);
    m_table->setGivingWay(SpanModel::Bar, {SpanModel::Share});
    m_statement->setWordWrap(true);
    m_statement->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    const int high = statementLines * m_statement->fontMetrics().lineSpacing();
    m_statement->setFixedHeight(high);
    m_statement->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, &RequestsDetail::showStatement);
}

void RequestsDetail::retranslate()
{
    m_table->setAccessibleName(tr("Where its time went"));
    m_copyId->setText(tr("Copy the request id"));
    m_copyId->setToolTip(tr("Copy the request id, to find it in the log (Ctrl+Shift+C)"));
    m_close->setText(tr("Close"));
    m_close->setToolTip(tr("Back to the list (Esc)"));
    m_spans.retranslate();
    fill();
}

void RequestsDetail::dressIcons()
{
    m_copyId->setIcon(m_theme.icon(u"copy"_s));
    m_close->setIcon(m_theme.icon(u"close"_s));
}

void RequestsDetail::showRequest(const telemetry::RequestTrace& trace)
{
    const bool isSame = trace.number == m_trace.number;
    m_trace = trace;
    m_spans.take(trace);
    m_header->setSpan(trace.durationNs);
    fill();
    if (!isSame && m_spans.rowCount() > 0) {
        // The longest says most; of a step that is mostly one statement, that statement.
        const auto& rows = m_spans.rows();
        const auto isShorter = [](const SpanRow& a, const SpanRow& b) { return a.span.durationNs < b.span.durationNs; };
        const auto longest = std::max_element(rows.cbegin(), rows.cend(), isShorter);
        const auto statement = std::max_element(rows.cbegin(), rows.cend(), [&](const SpanRow& a, const SpanRow& b) {
            return std::pair(!a.span.name.isEmpty(), a.span.durationNs) <
                   std::pair(!b.span.name.isEmpty(), b.span.durationNs);
        });
        const bool isOne = !statement->span.name.isEmpty() && statement->span.durationNs > longest->span.durationNs / 2;
        m_table->chooseRow(int((isOne ? statement : longest) - rows.cbegin()));
        m_table->scrollTo(m_table->currentIndex());
    }
    showStatement();
}

void RequestsDetail::setStatements(const QList<telemetry::SlowStatement>& statements)
{
    m_statements = statements;
    showStatement();
}

void RequestsDetail::hideClient()
{
    m_trace.client.clear();
    fill();
}

void RequestsDetail::focusSpans()
{
    m_table->setFocus(Qt::OtherFocusReason);
}

void RequestsDetail::fill()
{
    m_route->setText(m_trace.route);
    m_route->setToolTip(m_trace.route);
    QStringList facts{outcomeText(m_trace), latencyText(double(m_trace.durationNs) / 1'000), keptText(m_trace.kept)};
    if (m_trace.isSlow && m_trace.kept != telemetry::Kept::Slow)
        facts.append(tr("slow, too"));
    if (m_trace.hasLeft)
        facts.append(tr("the client left"));
    facts.append(localTimeText(m_trace.startedAtMs));
    if (!m_trace.client.isEmpty())
        facts.append(tr("from %1").arg(QString::fromUtf8(m_trace.client)));
    if (m_trace.leftOut > 0)
        facts.append(tr("%n more statement(s), %1", nullptr, m_trace.leftOut)
                         .arg(latencyText(double(m_trace.leftOutNs) / 1'000)));
    m_facts->setText(facts.join(u" · "_s));
    m_facts->setToolTip(utcTimeText(m_trace.startedAtMs));
    m_id->setText(QString::fromUtf8(m_trace.id));
    m_id->setToolTip(QString::fromUtf8(m_trace.id));
    m_copyId->setEnabled(!m_trace.id.isEmpty());
}

void RequestsDetail::showStatement()
{
    const QModelIndex current = m_table->currentIndex();
    const QString name = current.isValid() ? m_spans.row(current.row()).span.name : QString();
    QString text;
    QString tip;
    if (!name.isEmpty()) {
        const auto known = std::find_if(m_statements.cbegin(), m_statements.cend(),
                                        [&](const auto& statement) { return statement.name == name; });
        text = known == m_statements.cend() ? tr("%1: its text is listed once it was slow itself.").arg(name)
                                            : known->text.simplified();
        tip = known == m_statements.cend() ? QString() : known->text;
    } else if (current.isValid()) {
        text = m_spans.index(current.row(), SpanModel::Name).data(Qt::ToolTipRole).toString();
    }
    if (text != m_statement->text()) {
        m_statement->setFont(tip.isEmpty() ? font() : QFontDatabase::systemFont(QFontDatabase::FixedFont));
        m_statement->setText(text);
    }
    m_statement->setToolTip(tip);
}

void RequestsDetail::copyId()
{
    QGuiApplication::clipboard()->setText(QString::fromUtf8(m_trace.id));
}

} // namespace zg::ui
