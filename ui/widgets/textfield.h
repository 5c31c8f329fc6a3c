// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>

namespace zg::ui {

/// A text of some lines in a form: it asks for its least height and takes what is left, where the stock one asks for
/// so much that the form would scroll. Thread: main.
class TextField final : public QPlainTextEdit
{
    Q_OBJECT

public:
    using QPlainTextEdit::QPlainTextEdit;
    QSize sizeHint() const override { return {QPlainTextEdit::sizeHint().width(), minimumHeight()}; }
};

} // namespace zg::ui
