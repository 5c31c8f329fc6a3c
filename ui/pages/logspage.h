// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/logmodel.h"
#include "ui/pages/pages.h"
#include "ui/widgets/logcomposer.h"

#include <QTimer>

#include <memory>
#include <optional>

namespace Ui {
class LogsPage;
}

namespace zg::ui {

class Banner;
class EmptyState;
class LogDetail;
class LogsLevels;
class UndoBar;

/// What the program logs, as it happens: filtered, followed, paused, copied. The newest line is the last.
/// Thread: main.
class LogsPage final : public Page
{
    Q_OBJECT

public:
    explicit LogsPage(const PageContext& context, QWidget* parent = nullptr);
    ~LogsPage() override;

    void refresh(const Tick& tick) override;
    void focusSearch() override;
    void search(const QString& text) override;
    void exportTo(const QString& path); ///< ".csv" as a table, everything else as text
    LogModel& model() { return m_model; }
    LogsLevels& levels() { return *m_levels; }
    bool isFollowing() const { return m_isFollowing; }

public Q_SLOTS:
    void setFollowing(bool follows);
    void setPaused(bool paused);
    void clearView(); ///< the lines are kept, and come back when they are asked for
    void clearFilters();

protected:
    void retranslate() override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void setupTable();
    void setupDetail();
    void setupFilters();
    void setupActions();
    void setupLevels();
    void dressIcons();
    void arrange();
    void read();
    void scrolled(int value);
    void applyFilter();
    void rebuildCategories();
    void chooseCategory(const QByteArray& category, bool on);
    void showEverything();
    void showCurrent();
    void showState();
    void showCount();
    void showNode(node::State state);   ///< why it does not serve: the page shows all the same
    QList<LogLine> chosenLines() const; ///< the selected, else all that show
    void copy(LogFormat format);
    void askExport();

    const PageContext m_context;
    const std::unique_ptr<Ui::LogsPage> m_ui;
    LogModel m_model;
    QTimer m_filterDelay;
    EmptyState* m_empty;
    Banner* m_banner;     // of what went wrong here
    Banner* m_nodeBanner; // of the node
    UndoBar* m_undo;
    LogDetail* m_detail;
    LogsLevels* m_levels;
    QAction *m_followAction, *m_pauseAction, *m_clearAction, *m_tsvAction, *m_textAction, *m_exportAction;
    QSet<QByteArray> m_chosen; // categories; empty: all
    quint64 m_last = 0;        // the newest line that was read
    quint64 m_missed = 0;      // lines that were gone before they were read
    int m_below = 0;           // lines that came while the view does not follow
    bool m_isFollowing = true;
    bool m_isPaused = false;
    bool m_isFeeding = false; // rows come and go: where the view stands is no wish of the user's
    bool m_isCleared = false; // there are older lines that the view left
};

} // namespace zg::ui
