// SPDX-License-Identifier: GPL-3.0-or-later
// The window's end: what is asked first, and the node that stops before it.
#include "ui/shell/commandpalette.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/tray.h"
#include "ui/shell/windowstate.h"

#include <QCloseEvent>
#include <QMessageBox>
#include <QPushButton>

namespace zg::ui {

using namespace Qt::StringLiterals;
using node::State;

namespace {

constexpr int closingAtMostMs = 15'000; // the node drains 10 s at most

} // namespace

void MainWindow::closeStore()
{
    if (m_isClosing)
        return;
    m_isClosing = true;
    m_palette->dismiss();
    m_closingGuard.start(closingAtMostMs);
    if (isVisible())
        arrange();
    const State state = m_node.state();
    if (state == State::Stopped || state == State::Failed)
        showState(state);
    else
        m_node.stop();
}

QStringList MainWindow::unsaved() const
{
    QStringList all;
    for (const Page* page : m_pages)
        if (const QString text = page->unsaved(); !text.isEmpty())
            all.append(page->title() + u": "_s + text);
    return all;
}

void MainWindow::quit()
{
    const QStringList lost = unsaved();
    if (m_isClosing || lost.isEmpty()) {
        closeStore();
        return;
    }
    comeForward();
    const QString name = u"unsavedQuestion"_s;
    if (findChild<QMessageBox*>(name))
        return;
    auto* box = new QMessageBox(QMessageBox::NoIcon, windowTitle(), tr("Close with changes that are not saved?"),
                                QMessageBox::NoButton, this);
    box->setObjectName(name);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(lost.join(u'\n') + u"\n\n"_s + tr("They are lost when the store closes."));
    QPushButton* close = box->addButton(tr("Close and lose them"), QMessageBox::DestructiveRole);
    QPushButton* back = box->addButton(tr("Go back to them"), QMessageBox::RejectRole);
    box->setDefaultButton(back);
    box->setEscapeButton(back);
    connect(close, &QPushButton::clicked, this, &MainWindow::closeStore);
    connect(back, &QPushButton::clicked, this, [this] {
        if (const Page* page = m_pages.value(m_current); page && !page->unsaved().isEmpty())
            return showPage(m_current);
        for (auto it = m_pages.cbegin(); it != m_pages.cend(); ++it)
            if (!it.value()->unsaved().isEmpty())
                return showPage(it.key());
    });
    box->open();
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (m_isClosed || m_isFirst || m_node.isRecording()) {
        event->accept();
        if (!m_isClosed)
            closeStore();
        return;
    }
    event->ignore();
    m_state.saveGeometry(u"window"_s, this);
    const QString choice = m_state.value(u"window/onClose"_s).toString();
    const bool isServing = m_node.state() == State::Serving || m_node.state() == State::Degraded;
    if (m_tray->isAvailable() && choice == u"keep"_s)
        hide();
    else if (m_tray->isAvailable() && choice.isEmpty())
        askHowToClose();
    else if (!m_tray->isAvailable() && isServing && unsaved().isEmpty() &&
             !m_state.value(u"window/closeConfirmed"_s).toBool())
        askToClose();
    else
        quit();
}

/// There is no tray to keep it in: said once, since the shop's customers would notice.
void MainWindow::askToClose()
{
    auto* box =
        new QMessageBox(QMessageBox::NoIcon, windowTitle(), tr("Close the store?"), QMessageBox::NoButton, this);
    box->setObjectName(u"closeQuestion"_s);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(
        tr("It serves at %1 and stops when this window closes. You are asked once.").arg(m_node.address()));
    QPushButton* close = box->addButton(tr("Close the store"), QMessageBox::DestructiveRole);
    box->setDefaultButton(box->addButton(QMessageBox::Cancel));
    connect(close, &QPushButton::clicked, this, [this] {
        m_state.setValue(u"window/closeConfirmed"_s, true);
        quit();
    });
    box->open();
}

void MainWindow::askHowToClose()
{
    auto* box = new QMessageBox(this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(windowTitle());
    box->setText(tr("Keep the store open?"));
    box->setInformativeText(
        tr("It can go on serving from the tray while the window is closed. You are asked once; Settings has "
           "the answer, and the menu closes the store at any time."));
    QPushButton* keep = box->addButton(tr("Keep it open"), QMessageBox::AcceptRole);
    QPushButton* close = box->addButton(tr("Close the store"), QMessageBox::DestructiveRole);
    box->addButton(QMessageBox::Cancel);
    box->setDefaultButton(keep);
    connect(box, &QMessageBox::buttonClicked, this, [this, keep, close](const QAbstractButton* button) {
        if (button == keep) {
            m_state.setValue(u"window/onClose"_s, u"keep"_s);
            hide();
        } else if (button == close) {
            m_state.setValue(u"window/onClose"_s, u"close"_s);
            quit();
        }
    });
    box->open();
}

} // namespace zg::ui
