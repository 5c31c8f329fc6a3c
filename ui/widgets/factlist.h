// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QGridLayout;
class QLabel;

namespace zg::ui {

/// A heading and, below it, names with their values in figures that do not move.
/// Thread: main.
class FactList final : public QWidget
{
    Q_OBJECT

public:
    explicit FactList(QWidget* parent = nullptr);
    void setHeading(const QString& heading);
    /// Instead of the facts; empty: the facts.
    void setRemark(const QString& remark);
    /// The fact with this number, made on first use. @param help shown as its tooltip
    void setFact(int number, const QString& name, const QString& value, const QString& help = {});
    QString value(int number) const;
    QString remark() const;

private:
    struct Fact
    {
        QLabel* name;
        QLabel* value;
    };
    QLabel* m_heading;
    QLabel* m_remark;
    QWidget* m_body;
    QGridLayout* m_grid;
    QList<Fact> m_facts;
};

} // namespace zg::ui
