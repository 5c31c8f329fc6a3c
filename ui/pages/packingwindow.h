// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/packingmodel.h"

#include <QTimer>
#include <QWidget>

class QAction;
class QLabel;
class QListView;
class QProgressBar;
class QStackedWidget;
class QToolButton;

namespace zg::ui {

class EmptyState;
class PackingNote;
class PackingSession;
class ScanLine;
class Theme;
class WindowState;

/// The packing table's screen: one order in large type, one field, and what became of the last scan. Full screen;
/// everything by keyboard or scanner.
/// Thread: main.
class PackingWindow final : public QWidget
{
    Q_OBJECT

public:
    PackingWindow(PackingSession& session, Theme& theme, WindowState& state, QWidget* parent);
    void open();
    void leave();
    PackingModel& model() { return m_model; }
    ScanLine& line() { return *m_line; }
    PackingNote& note() { return *m_note; }

Q_SIGNALS:
    void left();

protected:
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    void setupLayout();
    QLayout* makeHead();
    QWidget* makeOrder();
    QLayout* makeFoot();
    QToolButton* addDeed(QAction*& action, const QKeySequence& keys);
    void setupActions();
    void escape();
    void comeBack();
    void retranslate();
    void showState();
    void showOrder();
    void showProgress();
    void showMessage();
    void showWanted();

    PackingSession& m_session;
    Theme& m_theme;
    WindowState& m_state;
    PackingModel m_model;
    QTimer m_poll;
    QLabel *m_title, *m_progress, *m_number, *m_recipient, *m_address, *m_remark, *m_pieces, *m_wanted;
    QProgressBar* m_bar;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    QListView* m_items;
    PackingNote* m_note;
    ScanLine* m_line;
    QAction *m_undo = nullptr, *m_skip = nullptr, *m_sound = nullptr, *m_leave = nullptr;
    QList<QAction*> m_deeds;
};

} // namespace zg::ui
