// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/cachemeter.h"
#include "ui/pages/pages.h"

#include <memory>

namespace Ui {
class CachePage;
}

namespace zg::ui {

class Banner;
class CacheFamilyModel;
class CauseBars;
class EmptyState;
class FactList;
class HotKeyModel;
class MissCauseModel;
class TableView;
class UseBar;

/// What memory and Redis answered, why they did not, which keys are asked for most, and a look at any key; staff drop
/// keys and families here.
/// Thread: main.
class CachePage final : public Page
{
    Q_OBJECT

public:
    explicit CachePage(const PageContext& context, QWidget* parent = nullptr);
    ~CachePage() override;

    void refresh(const Tick& tick) override;
    void focusSearch() override;
    void search(const QString& text) override; ///< looks the key up

public Q_SLOTS:
    void lookUp();
    void dropKey();
    void dropFamily();

protected:
    void retranslate() override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void setupTables();
    void setupFacts();
    void setupActions();
    void dressIcons();
    void arrange();
    void showFigures(const telemetry::Snapshot& snapshot);
    void showFamilies();
    void showUse(const telemetry::Snapshot& snapshot);
    void showGuards(const telemetry::Snapshot& snapshot);
    void showWriteBehind(const telemetry::Snapshot& snapshot);
    void showRedis(const telemetry::Snapshot& snapshot);
    void updateActions();
    QString chosenFamily() const;
    static void fitHeight(TableView* table, int rows);

    /// Begins a question: what came before is not shown any more. @return its number
    quint64 ask();
    void lookUpKey(const QString& key);
    void drop(const QString& key);
    void showFound(const Result<node::CachedKey>& found, const QString& asked);
    void showDropped(const Result<node::CacheDrop>& dropped, const QString& asked);
    void showRefusal(const Error& error, const QString& asked);

    const PageContext m_context;
    const std::unique_ptr<Ui::CachePage> m_ui;
    CacheMeter m_meter;
    CacheMeter::Range m_range = CacheMeter::Range::Minute;
    CacheFamilyModel* m_families;
    MissCauseModel* m_causes;
    HotKeyModel* m_hot;
    CauseBars* m_bars;
    UseBar* m_use;
    Banner* m_banner;
    EmptyState* m_empty;
    EmptyState* m_noHits;
    FactList* m_guards;
    FactList* m_writeBehind;
    FactList* m_redis;
    QAction* m_lookUpAction;
    QAction* m_dropAction;
    QAction* m_dropFamilyAction;
    QString m_found; ///< the key the banner speaks of, while it may be dropped from there
    quint64 m_question = 0;
    bool m_isAsking = false;
    telemetry::Snapshot m_shown;
};

} // namespace zg::ui
