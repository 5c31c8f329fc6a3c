// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QLineEdit;

namespace zg::ui {

/// Esc in a search field empties it; in an empty one it means what it means elsewhere. Goes with the field.
/// Thread: main.
class EscapeClears final : public QObject
{
    Q_OBJECT

public:
    explicit EscapeClears(QLineEdit* field);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QLineEdit* m_field;
};

} // namespace zg::ui
