// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/statusstrip.h"

#include "ui/format.h"
#include "ui/widgets/figurebutton.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>

namespace zg::ui {

using namespace Qt::StringLiterals;
using node::State;

namespace {

constexpr int copiedMs = 1'500;

struct StateLook
{
    State state;
    const char* name;
    LineShape shape;
    Tint tint;
};

constexpr StateLook looks[] = {
    {State::Stopped, QT_TRANSLATE_NOOP("StatusStrip", "Stopped"), LineShape::Square, Tint::TextFaint},
    {State::Starting, QT_TRANSLATE_NOOP("StatusStrip", "Starting"), LineShape::Diamond, Tint::Accent},
    {State::Serving, QT_TRANSLATE_NOOP("StatusStrip", "Serving"), LineShape::Circle, Tint::Good},
    {State::Degraded, QT_TRANSLATE_NOOP("StatusStrip", "Degraded"), LineShape::Triangle, Tint::Warning},
    {State::Failed, QT_TRANSLATE_NOOP("StatusStrip", "Not started"), LineShape::Triangle, Tint::Bad},
    {State::Stopping, QT_TRANSLATE_NOOP("StatusStrip", "Stopping"), LineShape::Diamond, Tint::TextMuted},
};

const StateLook& look(State state)
{
    const auto* found =
        std::find_if(std::begin(looks), std::end(looks), [state](const StateLook& l) { return l.state == state; });
    return found == std::end(looks) ? looks[0] : *found;
}

} // namespace

QString stateText(State state)
{
    return QCoreApplication::translate("StatusStrip", look(state).name);
}

StatusStrip::StatusStrip(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setProperty("house", u"strip"_s);
    setAttribute(Qt::WA_StyledBackground);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(10, 3, 10, 3);
    row->setSpacing(2);
    m_node = addFigure({}, u"overview"_s);
    m_address = addFigure({}, {});
    row->addStretch();
    m_rate = addFigure(u"88.8k"_s, u"requests"_s);
    m_p99 = addFigure(u"88.8 ms"_s, u"requests"_s);
    m_errors = addFigure(u"8,888"_s, u"requests"_s);
    m_pool = addFigure(u"888 / 888"_s, u"database"_s);
    m_cache = addFigure(u"88.8 %"_s, u"cache"_s);
    m_ledger = addFigure(u"88:88:88"_s, {});
    connect(m_ledger, &FigureButton::clicked, this, [this] { Q_EMIT ledgerAsked(m_drifted); });
    m_alerts = addFigure(u"88"_s, {});
    connect(m_alerts, &FigureButton::clicked, this, &StatusStrip::alertsAsked);
    connect(m_address, &FigureButton::clicked, this, &StatusStrip::copyAddress);
    m_copied.setSingleShot(true);
    connect(&m_copied, &QTimer::timeout, this, &StatusStrip::retranslate);
    retranslate();
}

FigureButton* StatusStrip::addFigure(const QString& widest, const QString& pageId)
{
    auto* button = new FigureButton(m_theme, widest, this);
    if (!widest.isEmpty())
        button->setFigure(u"–"_s);
    layout()->addWidget(button);
    if (!pageId.isEmpty())
        connect(button, &FigureButton::clicked, this, [this, pageId] { Q_EMIT pageAsked(pageId); });
    return button;
}

void StatusStrip::showState(State state, const QString& address)
{
    m_state = state;
    m_addressText = address;
    retranslate();
}

void StatusStrip::showFigures(const telemetry::Snapshot& snapshot, const Watch& watch, const QList<Alert>& alerts)
{
    m_rate->setFigure(rateText(snapshot.ratePerS));
    m_p99->setFigure(latencyText(double(snapshot.latency.p99Us)));
    m_errors->setFigure(countText(watch.errorsLastMinute()), watch.errorsLastMinute() > 0 ? Tint::Bad : Tint::Text);
    m_pool->setFigure(QString::number(snapshot.pool.active) + u" / "_s + QString::number(snapshot.pool.total));
    const auto hitRate = watch.hitRate();
    m_cache->setFigure(hitRate ? QString(QString::number(*hitRate * 100, 'f', *hitRate >= 0.9995 ? 0 : 1) + u" %"_s)
                               : u"–"_s);
    showLedger(snapshot.ledger);
    const bool isBad = std::any_of(alerts.cbegin(), alerts.cend(), [](const Alert& alert) { return alert.isBad; });
    const bool isQuiet = alerts.isEmpty();
    m_alerts->setFigure(QString::number(alerts.size()), isBad ? Tint::Bad : Tint::Text);
    m_alerts->setShape(isQuiet ? std::nullopt : std::optional(LineShape::Triangle), isBad ? Tint::Bad : Tint::Warning);
}

void StatusStrip::showLedger(const telemetry::LedgerFigures& ledger)
{
    const bool isDrifting = ledger.standing > 0;
    m_drifted = isDrifting && !ledger.last.isEmpty() ? ledger.last.constFirst().productId : 0;
    const bool isKnown = ledger.checkedAtMs > 0 || ledger.passes > 0;
    //: The ledger's light: as many products differ from what their ledger adds up to.
    m_ledger->setFigure(isDrifting         ? tr("%1 off").arg(ledger.standing)
                        : ledger.isPassing ? countText(ledger.passProducts)
                        : isKnown          ? tr("holds")
                                           : u"–"_s,
                        isDrifting ? Tint::Bad : Tint::Text);
    m_ledger->setShape(isDrifting ? std::optional(LineShape::Triangle)
                       : isKnown  ? std::optional(LineShape::Circle)
                                  : std::nullopt,
                       isDrifting ? Tint::Bad : Tint::Good);
    QString tip = tr("Stock against ledger. Checked after commits: %1 times, last at %2.")
                      .arg(countText(ledger.products), localTimeText(ledger.checkedAtMs));
    tip += u'\n';
    tip += ledger.passes > 0 ? tr("The whole ledger: %1 products, %2.")
                                   .arg(countText(ledger.passedProducts), localTimeText(ledger.passedAtMs))
                             : tr("The whole ledger is gone over each night.");
    tip += u'\n';
    tip += isDrifting ? tr("Click to open the product.") : tr("Click to go over the whole ledger now.");
    m_ledger->setToolTip(tip);
}

QString StatusStrip::text() const
{
    QStringList all;
    for (const FigureButton* button : {m_node, m_address, m_rate, m_p99, m_errors, m_pool, m_cache, m_ledger, m_alerts})
        all.append(button->accessibleName().trimmed());
    return all.join(u" | "_s);
}

void StatusStrip::copyAddress()
{
    if (m_addressText.isEmpty())
        return;
    QGuiApplication::clipboard()->setText(m_addressText);
    m_copied.start(copiedMs);
    retranslate();
}

void StatusStrip::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void StatusStrip::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    // On a narrow window the less urgent figures make room.
    m_ledger->setVisible(width() >= 980);
    m_cache->setVisible(width() >= 860);
    m_pool->setVisible(width() >= 740);
    m_address->setVisible(width() >= 620);
}

void StatusStrip::retranslate()
{
    m_node->setFigure(stateText(m_state));
    m_node->setShape(look(m_state).shape, look(m_state).tint);
    m_node->updateGeometry();
    m_node->setToolTip(tr("The state of the node"));
    m_address->setFigure(m_copied.isActive() ? tr("Address copied") : m_addressText, Tint::TextMuted);
    m_address->updateGeometry();
    m_address->setEnabled(!m_addressText.isEmpty());
    m_address->setToolTip(tr("The API's address; click to copy"));
    m_rate->setLabel(tr("req/s"));
    m_rate->setToolTip(tr("Requests in the last second"));
    m_p99->setLabel(tr("p99"));
    m_p99->setToolTip(tr("99 of 100 answers in the last second were faster"));
    m_errors->setLabel(tr("errors"));
    m_errors->setToolTip(tr("Answers 5xx in the last minute"));
    m_pool->setLabel(tr("pool"));
    m_pool->setToolTip(tr("Database connections in use, of those that are open"));
    m_cache->setLabel(tr("cache"));
    m_cache->setToolTip(tr("Share of look-ups that the cache answered in the last minute"));
    m_ledger->setLabel(tr("ledger"));
    showLedger({});
    m_alerts->setLabel(tr("alerts"));
    m_alerts->setToolTip(tr("What is wrong and has been for a while; click for the list (Ctrl+Shift+A)"));
}

} // namespace zg::ui
