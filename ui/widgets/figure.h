// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;

namespace zg::ui {

/// A large figure over its name: "1,204" over "Requests/s". What changes in it moves nothing beside it.
/// Thread: main.
class Figure final : public QWidget
{
    Q_OBJECT

public:
    explicit Figure(QWidget* parent = nullptr);
    void setName(const QString& name);
    void setValue(const QString& value);
    QString value() const;

private:
    QLabel* m_value;
    QLabel* m_name;
};

} // namespace zg::ui
