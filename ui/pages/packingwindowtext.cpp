// SPDX-License-Identifier: GPL-3.0-or-later
// What the packing table's screen says.
#include "ui/pages/packingwindow.h"

#include "ui/errortext.h"
#include "ui/format.h"
#include "ui/models/ordermodel.h"
#include "ui/pages/packingsession.h"
#include "ui/shell/theme.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/packingnote.h"
#include "ui/widgets/scanline.h"

#include <QAction>
#include <QHash>
#include <QApplication>
#include <QLabel>
#include <QListView>
#include <QProgressBar>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace zg::ui {

using Stage = PackingSession::Stage;

void PackingWindow::retranslate()
{
    setWindowTitle(tr("Packing"));
    m_title->setText(tr("Packing"));
    m_items->setAccessibleName(tr("What is to be picked"));
    m_line->setAccessibleName(tr("Scan or type, then Enter"));
    const QHash<QAction*, std::pair<QString, QString>> texts{
        {m_undo, {tr("Undo the last tick"), tr("Takes the last tick back; the word UNDO, scanned, does the same")}},
        {m_skip, {tr("Skip this order"), tr("It comes again after the others; the word SKIP, scanned, does the same")}},
        {m_sound,
         {m_sound->isChecked() ? tr("Sound is on") : tr("Sound is off"), tr("A beep when something is wrong")}},
        {m_leave, {tr("Leave"), tr("Back to the list; what is picked is kept")}},
    };
    for (QAction* action : std::as_const(m_deeds)) {
        // The key stands in the text itself: nobody has a mouse here to see a tool tip.
        const QString keys = action->shortcut().toString(QKeySequence::NativeText);
        const auto& [text, tip] = texts[action];
        action->setText(text % u"  "_s % keys);
        action->setToolTip(tip % u" ("_s % keys % u")"_s);
    }
    m_model.retranslate();
    showState();
}

void PackingWindow::showState()
{
    const bool hasOrder = m_session.current().isSet();
    // While the next order is fetched, the screen stays as it is: it is there in a moment.
    if (hasOrder)
        showOrder();
    else if (m_session.stage() == Stage::Loading)
        m_empty->showLoading(tr("Looking for the next order"));
    else if (m_session.stage() == Stage::Failed)
        m_empty->showFailed(tr("The orders could not be read"),
                            errorText(m_session.error()) + u' ' + tr("It is tried again all the time."),
                            m_session.error().message);
    else
        m_empty->showEmpty(u"good"_s, tr("Nothing waits to be packed"),
                           tr("A new order comes up here by itself as soon as it is paid."));
    m_stack->setCurrentIndex(hasOrder ? 1 : 0);
    const bool isOpen = m_session.stage() == Stage::Picking || m_session.stage() == Stage::Tracking;
    m_undo->setEnabled(isOpen && m_session.current().pickedPieces() > 0);
    m_skip->setEnabled(isOpen);
    for (QWidget* each : m_empty->findChildren<QWidget*>())
        each->setFocusPolicy(Qt::NoFocus);
    showProgress();
    showWanted();
}

void PackingWindow::showOrder()
{
    const PackingOrder& packing = m_session.current();
    const shop::Order& order = packing.order();
    m_number->setText(tr("Order %1").arg(order.orderNo));
    m_pieces->setText(tr("%1 of %2").arg(countText(packing.pickedPieces()), countText(packing.pieces())));
    m_pieces->setAccessibleName(tr("%1 of %2 pieces picked").arg(packing.pickedPieces()).arg(packing.pieces()));
    m_recipient->setText(order.address ? QString(order.address->name % u"   "_s % order.address->phone)
                                       : customerText(order));
    m_address->setText(order.address ? addressText(*order.address) : tr("No address: to be fetched"));
    m_remark->setVisible(!order.remark.isEmpty());
    m_remark->setText(tr("Remark: %1").arg(order.remark));
    QPalette palette = this->palette();
    palette.setColor(QPalette::WindowText, m_theme.color(Tint::Warning));
    m_remark->setPalette(palette);
    m_model.show(packing);
    // What comes next is in sight: the last tick's item, or the first that is missing.
    int row = packing.lastItem();
    if (row < 0 || m_model.row(row).isDone())
        for (row = 0; row + 1 < m_model.rowCount() && m_model.row(row).isDone();)
            ++row;
    m_items->scrollTo(m_model.index(row, 0));
}

void PackingWindow::showProgress()
{
    const qint64 packed = m_session.packedToday();
    const qint64 waiting = m_session.waiting();
    m_bar->setVisible(waiting >= 0);
    if (waiting < 0) {
        m_progress->setText(tr("%1 packed today").arg(countText(packed)));
        return;
    }
    m_progress->setText(tr("%1 of %2 today").arg(countText(packed), countText(packed + waiting)));
    m_progress->setToolTip(tr("Packed at this desk today, and with those that wait"));
    m_bar->setRange(0, int(qMax<qint64>(1, packed + waiting)));
    m_bar->setValue(int(packed));
    m_bar->setAccessibleName(m_progress->text());
}

void PackingWindow::showWanted()
{
    switch (m_session.stage()) {
    case Stage::Picking:
        m_wanted->setText(tr("Scan a product"));
        m_line->setPlaceholderText(tr("Product number, 3*17 for three of them, or an order number"));
        break;
    case Stage::Tracking:
        m_wanted->setText(tr("Scan the tracking number: then the order is shipped"));
        m_line->setPlaceholderText(tr("Tracking number"));
        break;
    case Stage::Shipping:
        m_wanted->setText(tr("Shipping…"));
        break;
    case Stage::Lost:
        m_wanted->setText(tr("Put the goods back, then Enter"));
        m_line->setPlaceholderText(tr("Enter, or an order number"));
        break;
    case Stage::Loading:
        m_wanted->setText(tr("One moment…"));
        break;
    case Stage::Failed:
    case Stage::Empty:
        m_wanted->setText(tr("Enter looks again"));
        m_line->setPlaceholderText(tr("Enter, or an order number"));
        break;
    }
}

void PackingWindow::showMessage()
{
    const PackingSession::Message& message = m_session.message();
    m_note->say(message.tone, message.word, message.text, message.details);
    if (message.tone == Tone::Bad && m_sound->isChecked() && isVisible())
        QApplication::beep();
}

} // namespace zg::ui
