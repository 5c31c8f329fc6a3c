// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/snapshot.h"

#include <QWidget>

namespace zg::ui {

class Watch;

/// What every page gets four times a second while it is on screen.
struct Tick
{
    const telemetry::Snapshot& snapshot;
    quint64 count = 0;            ///< grows by one a tick: `count % 4 == 0` is about once a second
    const Watch* watch = nullptr; ///< what is wrong now
};

/// One page of the console. It is made on first use and kept. Its row in pages.cpp says title, icon and whether it
/// needs a staff account. A page's constructor is MyPage(const PageContext&, QWidget* parent = nullptr). Thread: main.
class Page : public QWidget
{
    Q_OBJECT

public:
    explicit Page(const char* id, QWidget* parent = nullptr);
    const char* id() const { return m_id; }
    QString title() const; ///< in the language of now
    QString iconName() const;
    bool needsSignIn() const;

    /// While the page is visible, four times a second. Must be cheap and must not wait.
    virtual void refresh(const Tick& tick);
    /// The page came on screen: the keyboard goes to its list (setList(), else its focus proxy, else the first table),
    /// so that the arrow keys work at once, else to the page.
    void takeFocus();
    /// Ctrl+F: puts the cursor into the page's search field.
    virtual void focusSearch();
    /// The palette found more than it shows: list what has this text.
    virtual void search(const QString& text);
    /// The palette found this order or product: show it, selected.
    virtual void openItem(qint64 id);
    /// What the palette offers for this page. By default the widget's own actions().
    virtual QList<QAction*> paletteActions() const;
    /// What was typed and would be lost with the window, e.g. "2 products"; empty when there is nothing.
    virtual QString unsaved() const;

Q_SIGNALS:
    /// Asks the window for another page, e.g. goTo("settings") or goTo("orders", orderId).
    void goTo(const QString& pageId, qint64 item = 0);

protected:
    /// The language changed: set every text again. Called before the first showing too, when you call it in the
    /// constructor.
    virtual void retranslate();
    void changeEvent(QEvent* event) override;
    /// Who has the keyboard first. No focus proxy: from there Tab would go past everything else on the page.
    void setList(QWidget* list) { m_list = list; }

private:
    const char* m_id;
    QWidget* m_list = nullptr;
};

} // namespace zg::ui
