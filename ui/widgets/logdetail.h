// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/logring.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QToolButton;

namespace zg::ui {

class Theme;

/// One line of the log, whole: when (local and UTC), how bad, who wrote it, for which request, and all of its text.
/// Thread: main.
class LogDetail final : public QWidget
{
    Q_OBJECT

public:
    explicit LogDetail(Theme& theme, QWidget* parent = nullptr);
    void tell(const LogLine& line);
    void clear(); ///< no line is chosen
    QString facts() const;
    QString text() const;

Q_SIGNALS:
    void requestAsked(const QByteArray& requestId); ///< only what belongs to that request, please

protected:
    void changeEvent(QEvent* event) override;

private:
    void write();
    void dress();

    Theme& m_theme;
    LogLine m_line; // number 0: none
    QLabel* m_facts;
    QToolButton* m_request;
    QToolButton* m_copy;
    QPlainTextEdit* m_text;
};

} // namespace zg::ui
