// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QIcon>

#include <functional>

namespace zg::ui {

/// Something the palette can do.
struct PaletteEntry
{
    QString icon;
    QString title;
    QString detail; ///< muted, at the right: where it is, or its shortcut
    std::function<void()> run;
};

/// How well `text` fits what was typed: 0 not at all; the beginning of the title best, then of a word, then anywhere,
/// then its letters in order.
int paletteScore(const QString& title, const QString& typed);

/// The entries that fit, best first; what was looked up stands below what was known.
/// Thread: main.
class PaletteModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;
    void setKnown(QList<PaletteEntry> entries);
    void setFound(QList<PaletteEntry> entries); ///< from the node, as they are
    void setTyped(const QString& typed);
    const PaletteEntry& entry(int row) const { return m_shown.at(row); }
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    void filter();

    QList<PaletteEntry> m_known, m_found, m_shown;
    QString m_typed;
};

} // namespace zg::ui
