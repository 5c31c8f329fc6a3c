// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;
class QProgressBar;

namespace zg::ui {

class Theme;

/// What stands where a list or chart would: nothing here yet, loading, or failed; one headline, one line of help, one
/// button. Put it into a QStackedLayout or QStackedWidget beside the content. Thread: main.
class EmptyState final : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(Theme& theme, QWidget* parent = nullptr);
    void showEmpty(const QString& icon, const QString& headline, const QString& help, const QString& button = {});
    void showLoading(const QString& what, bool canCancel = false); ///< the bar comes after half a second
    void showFailed(const QString& headline, const QString& help, const QString& details, const QString& button = {});
    QString headline() const;
    QString help() const;

Q_SIGNALS:
    void buttonClicked(); ///< also Cancel while loading

private:
    void draw();

    Theme& m_theme;
    QString m_iconName;
    QString m_details;
    bool m_bad = false;
    QLabel* m_icon;
    QLabel* m_headline;
    QLabel* m_help;
    QProgressBar* m_busy;
    QPushButton* m_button;
    QPushButton* m_copy;
};

} // namespace zg::ui
