// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QButtonGroup>
#include <QWidget>

namespace zg::ui {

/// Segments side by side, one of them chosen, each with a count where there is one: "To be shipped 12".
/// Alt+1 … Alt+9 choose, the arrow keys walk.
/// Thread: main.
class FilterBar final : public QWidget
{
    Q_OBJECT

public:
    explicit FilterBar(QWidget* parent = nullptr);
    void setSegments(const QStringList& names); ///< keeps what is chosen, where it still exists
    void setCount(int segment, qint64 count);   ///< below 0: none is shown
    int current() const { return m_group.checkedId(); }
    void setCurrent(int segment);           ///< says nothing when it is chosen already
    QSize minimumSizeHint() const override; ///< without the counts: they go when there is no room

Q_SIGNALS:
    void currentChanged(int segment);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void label(int segment);
    void fit();
    int widthOf(const QString& text) const;

    QButtonGroup m_group;
    QStringList m_names;
    QList<qint64> m_counts;
    bool m_isTight = false;
};

} // namespace zg::ui
