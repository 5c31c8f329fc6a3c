// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

namespace zg::ui {

/// The field that a barcode scanner types into. It has the keyboard for as long as its window is active: neither Tab
/// nor a click elsewhere takes it away. No input method stands between it and the scanner.
/// Thread: main.
class ScanLine final : public QLineEdit
{
    Q_OBJECT

public:
    explicit ScanLine(QWidget* parent = nullptr);

Q_SIGNALS:
    void scanned(const QString& text); ///< Enter; the field is empty again

protected:
    bool event(QEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool focusNextPrevChild(bool next) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
};

} // namespace zg::ui
