// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/replaybar.h"

#include "ui/replaynode.h"
#include "ui/shell/theme.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QShortcut>
#include <QSlider>
#include <QToolButton>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int farStep = 10; // seconds
constexpr int playMs = 1'000;

QString timeText(qint64 atMs)
{
    return QDateTime::fromMSecsSinceEpoch(atMs).toString(u"HH:mm:ss"_s);
}

} // namespace

ReplayBar::ReplayBar(ReplayNode& node, Theme& theme, QWidget* parent)
    : QFrame(parent)
    , m_node(node)
    , m_theme(theme)
    , m_text(new QLabel(this))
    , m_play(new QToolButton(this))
    , m_slider(new QSlider(Qt::Horizontal, this))
    , m_moment(new QLabel(this))
{
    setProperty("house", u"strip"_s);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 8, 16, 8);
    row->setSpacing(12);
    row->addWidget(m_text);
    row->addWidget(m_play);
    row->addWidget(m_slider, 1);
    row->addWidget(m_moment);
    m_text->setTextFormat(Qt::PlainText);
    m_play->setAutoRaise(true);
    m_slider->setRange(0, node.size() - 1);
    m_slider->setSingleStep(1);
    m_slider->setPageStep(farStep);
    m_slider->installEventFilter(this);
    m_player.setInterval(playMs);
    connect(&m_player, &QTimer::timeout, this, &ReplayBar::step);
    connect(m_play, &QToolButton::clicked, this, [this] { setPlaying(!isPlaying()); });
    connect(m_slider, &QSlider::valueChanged, &m_node, &ReplayNode::seek);
    connect(&m_node, &ReplayNode::moved, this, &ReplayBar::showPosition);
    connect(&m_theme, &Theme::changed, this, &ReplayBar::showPlaying);
    setFocusProxy(m_slider);
    connect(new QShortcut(Qt::Key_F6, this), &QShortcut::activated, this,
            [this] { m_slider->setFocus(Qt::ShortcutFocusReason); });
    retranslate();
}

bool ReplayBar::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (press(key->key(), key->modifiers()))
            return true;
    }
    return QFrame::eventFilter(watched, event);
}

bool ReplayBar::press(int key, Qt::KeyboardModifiers modifiers)
{
    const int wide = modifiers.testFlag(Qt::ShiftModifier) ? farStep : 1;
    switch (key) {
    case Qt::Key_Left:
        m_node.seek(m_node.position() - wide);
        return true;
    case Qt::Key_Right:
        m_node.seek(m_node.position() + wide);
        return true;
    case Qt::Key_Home:
        m_node.seek(0);
        return true;
    case Qt::Key_End:
        m_node.seek(m_node.size() - 1);
        return true;
    case Qt::Key_Space:
        setPlaying(!isPlaying());
        return true;
    default:
        return false;
    }
}

void ReplayBar::setPlaying(bool playing)
{
    if (playing && m_node.position() == m_node.size() - 1)
        m_node.seek(0); // from its end it plays from the beginning
    playing ? m_player.start() : m_player.stop();
    showPlaying();
}

void ReplayBar::step()
{
    m_node.seek(m_node.position() + 1);
    if (m_node.position() == m_node.size() - 1)
        setPlaying(false);
}

void ReplayBar::retranslate()
{
    const node::FlightHeader& header = m_node.recording().header();
    const QDate day = QDateTime::fromMSecsSinceEpoch(m_node.atMs(0)).date();
    //: The node's name, a date, and two times of day
    m_text->setText(tr("Recording of %1, %2 %3–%4")
                        .arg(header.node, day.toString(Qt::ISODate), timeText(m_node.atMs(0)),
                             timeText(m_node.atMs(m_node.size() - 1))));
    const QString cut = m_node.recording().isCut()
                            ? u'\n' + tr("The end of the file is damaged or missing; it is left out.")
                            : QString();
    m_text->setToolTip(tr("Written by Zhanggui %1").arg(header.program) + cut);
    m_slider->setToolTip(
        tr("A second back or on (Left, Right), ten seconds (with Shift), to an end (Home, End); F6 comes back here"));
    m_slider->setAccessibleName(tr("Moment of the recording"));
    showPlaying();
    showPosition();
}

void ReplayBar::showPlaying()
{
    m_play->setIcon(m_theme.icon(isPlaying() ? u"pause"_s : u"play"_s));
    m_play->setToolTip(isPlaying() ? tr("Pause (Space)") : tr("Play (Space)"));
    m_play->setAccessibleName(m_play->toolTip());
}

void ReplayBar::showPosition()
{
    const QSignalBlocker blocker(m_slider);
    m_slider->setValue(m_node.position());
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(m_node.atMs(m_node.position()));
    m_moment->setText(timeText(m_node.atMs(m_node.position())));
    m_moment->setToolTip(at.toUTC().toString(u"yyyy-MM-dd HH:mm:ss 'UTC'"_s));
}

QString ReplayBar::text() const
{
    return m_text->text();
}

QString ReplayBar::moment() const
{
    return m_moment->text();
}

void ReplayBar::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace zg::ui
