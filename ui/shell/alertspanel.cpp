// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/alertspanel.h"

#include "ui/format.h"
#include "ui/pages/pages.h"
#include "ui/shell/theme.h"
#include "ui/shell/windowstate.h"

#include <QApplication>
#include <QCheckBox>
#include <QDateTime>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QToolButton>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int wide = 560;
constexpr int stripHeight = 34;
constexpr qsizetype pastShown = 5;
constexpr qint64 hourMs = 3'600'000;

constexpr auto desktopKey = "alerts/desktop"_L1;
constexpr auto soundKey = "alerts/sound"_L1;

QString clockText(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms).toString(u"HH:mm:ss"_s);
}

} // namespace

QString pageOf(Finding::Kind kind)
{
    QString id = u"overview"_s;
    switch (kind) {
    case Finding::Kind::ServerErrors:
    case Finding::Kind::SlowAnswers:
        id = u"requests"_s;
        break;
    case Finding::Kind::PoolExhausted:
    case Finding::Kind::PoolLeaks:
    case Finding::Kind::ReplicaAway:
        id = u"database"_s;
        break;
    case Finding::Kind::NodeGone:
    case Finding::Kind::BreakerOpen:
        id = u"nodes"_s;
        break;
    case Finding::Kind::LedgerDrift:
        id = u"products"_s;
        break;
    case Finding::Kind::Degraded:
    case Finding::Kind::Shedding:
    case Finding::Kind::OrdersQueue:
    case Finding::Kind::BusyLoop:
        break;
    }
    return findPage(id) ? id : u"overview"_s;
}

AlertsPanel::AlertsPanel(Alerts& alerts, Theme& theme, WindowState& state, QWidget* window)
    : QFrame(window)
    , m_alerts(alerts)
    , m_theme(theme)
    , m_state(state)
    , m_title(new QLabel(this))
    , m_column(new QVBoxLayout(this))
    , m_desktop(new QCheckBox(this))
    , m_sound(new QCheckBox(this))
{
    setProperty("house", u"palette"_s);
    setFocusPolicy(Qt::StrongFocus);
    m_title->setProperty("house", u"section"_s);
    m_column->setContentsMargins(14, 12, 14, 12);
    m_column->setSpacing(8);
    m_column->addWidget(m_title);
    auto* calls = new QHBoxLayout;
    calls->setSpacing(18);
    calls->addWidget(m_desktop);
    calls->addWidget(m_sound);
    calls->addStretch();
    m_column->addLayout(calls);
    m_desktop->setChecked(callsDesktop());
    m_sound->setChecked(callsSound());
    connect(m_desktop, &QCheckBox::toggled, this, [this](bool on) { m_state.setValue(desktopKey, on); });
    connect(m_sound, &QCheckBox::toggled, this, [this](bool on) { m_state.setValue(soundKey, on); });
    connect(&m_alerts, &Alerts::changed, this, &AlertsPanel::refill);
    connect(&m_theme, &Theme::changed, this, &AlertsPanel::refill);
    window->installEventFilter(this);
    hide();
    retranslate();
}

bool AlertsPanel::callsDesktop() const
{
    return m_state.value(desktopKey, true).toBool();
}

bool AlertsPanel::callsSound() const
{
    return m_state.value(soundKey, false).toBool();
}

void AlertsPanel::open()
{
    m_focusBefore = QApplication::focusWidget();
    fill();
    show();
    place();
    raise();
    setFocus(Qt::PopupFocusReason);
}

void AlertsPanel::dismiss()
{
    if (isHidden())
        return;
    hide();
    if (m_focusBefore)
        m_focusBefore->setFocus(Qt::OtherFocusReason);
}

void AlertsPanel::refill()
{
    if (isHidden() || std::exchange(m_isStale, true))
        return;
    // Later: the button that was clicked is one of those that go.
    QMetaObject::invokeMethod(
        this,
        [this] {
            fill();
            place();
        },
        Qt::QueuedConnection);
}

void AlertsPanel::fill()
{
    m_isStale = false;
    const bool hadFocus = m_list && m_list->isAncestorOf(QApplication::focusWidget());
    if (m_list) {
        m_column->removeWidget(m_list);
        m_list->hide();
        m_list->deleteLater();
    }
    m_list = new QWidget(this);
    auto* column = new QVBoxLayout(m_list);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    const QList<Alert> standing = m_alerts.standing();
    for (const Alert& alert : standing)
        column->addWidget(standingRow(alert));
    if (standing.isEmpty()) {
        auto* calm = new QLabel(tr("Nothing is wrong now."), m_list);
        calm->setProperty("house", u"muted"_s);
        column->addWidget(calm);
    }
    if (!m_alerts.past().isEmpty()) {
        auto* before = new QLabel(tr("Before"), m_list);
        before->setProperty("house", u"section"_s);
        column->addWidget(before);
        for (const Alert& alert : m_alerts.past().mid(0, pastShown))
            column->addWidget(pastRow(alert));
    }
    m_column->insertWidget(1, m_list);
    m_list->show();
    if (hadFocus)
        setFocus(Qt::OtherFocusReason);
}

QWidget* AlertsPanel::standingRow(const Alert& alert)
{
    auto* more = new QToolButton;
    more->setText(tr("Show"));
    more->setToolTip(tr("Open the page that says more"));
    connect(more, &QToolButton::clicked, this, [this, kind = alert.kind] {
        dismiss();
        Q_EMIT pageAsked(pageOf(kind));
    });
    auto* calm = new QToolButton;
    calm->setText(alert.isCalm ? tr("Call again") : tr("Silence for 1 h"));
    calm->setToolTip(alert.isCalm ? tr("End the silence now") : tr("It stays in this list, and calls nobody"));
    connect(calm, &QToolButton::clicked, this, [this, kind = alert.kind, isCalm = alert.isCalm] {
        m_alerts.silence(kind, isCalm ? 0 : QDateTime::currentMSecsSinceEpoch() + hourMs);
    });
    QString when = tr("since %1").arg(clockText(alert.sinceMs));
    if (alert.isCalm)
        when += u" · "_s + tr("silent until %1").arg(clockText(m_alerts.silencedUntilMs(alert.kind)));
    return row(alert, alert.text, when, {calm, more});
}

QWidget* AlertsPanel::pastRow(const Alert& alert)
{
    return row(alert, alert.text, tr("%1 to %2").arg(clockText(alert.sinceMs), clockText(alert.endedMs)), {});
}

QWidget* AlertsPanel::row(const Alert& alert, const QString& text, const QString& when, QList<QWidget*> buttons)
{
    auto* row = new QWidget(m_list);
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 2, 0, 2);
    line->setSpacing(10);
    const bool isOver = alert.endedMs > 0;
    auto* icon = new QLabel(row);
    const Tint tint = isOver || alert.isCalm ? Tint::TextMuted : alert.isBad ? Tint::Bad : Tint::Warning;
    icon->setPixmap(m_theme.icon(isOver        ? u"history"_s
                                 : alert.isBad ? u"bad"_s
                                               : u"warning"_s,
                                 tint)
                        .pixmap(QSize(18, 18), devicePixelRatioF()));
    auto* words = new QVBoxLayout;
    words->setSpacing(1);
    auto* what = new QLabel(text, row);
    what->setWordWrap(true);
    what->setTextFormat(Qt::PlainText);
    what->setAccessibleName(text);
    auto* time = new QLabel(when, row);
    time->setProperty("house", u"muted"_s);
    time->setToolTip(utcTimeText(alert.sinceMs));
    words->addWidget(what);
    words->addWidget(time);
    line->addWidget(icon, 0, Qt::AlignTop);
    line->addLayout(words, 1);
    for (QWidget* button : buttons) {
        button->setParent(row);
        button->setAccessibleName(qobject_cast<QToolButton*>(button)->text() + u": "_s + text);
        line->addWidget(button, 0, Qt::AlignTop);
    }
    return row;
}

QString AlertsPanel::text() const
{
    QStringList all;
    if (m_list)
        for (const QLabel* label : m_list->findChildren<QLabel*>())
            if (!label->text().isEmpty())
                all.append(label->text());
    return all.join(u'\n');
}

void AlertsPanel::place()
{
    const QRect window = parentWidget()->rect();
    setFixedWidth(std::min(wide, window.width() - 24));
    adjustSize();
    const int high =
        std::min(heightForWidth(width()) > 0 ? heightForWidth(width()) : height(), window.height() - stripHeight - 24);
    resize(width(), high);
    move(window.width() - width() - 12, window.height() - stripHeight - high - 8);
}

bool AlertsPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parentWidget() && !isHidden()) {
        if (event->type() == QEvent::Resize)
            place();
        else if (event->type() == QEvent::MouseButtonPress)
            dismiss();
    }
    return QFrame::eventFilter(watched, event);
}

void AlertsPanel::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        dismiss();
    else
        QFrame::keyPressEvent(event);
}

void AlertsPanel::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void AlertsPanel::retranslate()
{
    m_title->setText(tr("Alerts"));
    setAccessibleName(tr("Alerts"));
    m_desktop->setText(tr("Desktop notifications"));
    m_desktop->setToolTip(tr("Where the desktop has a tray, it tells of an alert also while the window is hidden"));
    m_sound->setText(tr("Sound"));
    m_sound->setToolTip(tr("The desktop's own sound, once an alert"));
    refill();
}

} // namespace zg::ui
