// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/nodecontrol.h"
#include "ui/shell/palettemodel.h"

#include <QFrame>
#include <QPointer>
#include <QTimer>

class QLabel;
class QLineEdit;
class QListView;

namespace zg::ui {

class Theme;

/// Ctrl+K: every page and action by name, an order by its number, a product by its name.
/// Thread: main; the node is asked in the background and late answers are dropped.
class CommandPalette final : public QFrame
{
    Q_OBJECT

public:
    CommandPalette(NodeControl& node, Theme& theme, QWidget* window);
    void open(QList<PaletteEntry> entries);
    void dismiss();
    QLineEdit* field() const { return m_field; }
    const PaletteModel& model() const { return m_model; }

Q_SIGNALS:
    void itemChosen(const QString& pageId, qint64 id);
    void searchChosen(const QString& pageId, const QString& text); ///< more than fits here

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void typed(const QString& text);
    void lookUp();
    void lookUpCustomer(quint64 question, const QString& text);
    void addFound(quint64 question, QList<PaletteEntry> entries);
    void runCurrent();
    void select(int row);
    void place();
    void retranslate();

    NodeControl& m_node;
    Theme& m_theme;
    PaletteModel m_model;
    QLineEdit* m_field;
    QListView* m_list;
    QLabel* m_nothing;
    QTimer m_debounce;
    quint64 m_question = 0; ///< answers to older ones are dropped
    QList<PaletteEntry> m_found;
    QPointer<QWidget> m_focusBefore;
};

} // namespace zg::ui
