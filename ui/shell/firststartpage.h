// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QRadioButton;

namespace zg::ui {

class Theme;

/// The first start, one page: an empty store or the demo store, and the administrator's password.
/// Thread: main.
class FirstStartPage final : public QWidget
{
    Q_OBJECT

public:
    explicit FirstStartPage(Theme& theme, QWidget* parent = nullptr);
    static constexpr int shortestPassword = 8;
    void setFolder(const QString& folder); ///< which one is empty

Q_SIGNALS:
    void chosen(bool demo, const QByteArray& adminPassword);

protected:
    void changeEvent(QEvent* event) override;

private:
    void setupLayout();
    void check();
    void finish();
    void retranslate();
    QWidget* makeChoice(QRadioButton* button, QLabel* help);

    Theme& m_theme;
    QString m_folder;
    QLabel* m_mark;
    QLabel* m_headline;
    QLabel* m_help;
    QRadioButton* m_empty;
    QLabel* m_emptyHelp;
    QRadioButton* m_demo;
    QLabel* m_demoHelp;
    QLabel* m_passwordLabel;
    QLineEdit* m_password;
    QAction* m_reveal;
    QLabel* m_passwordHelp;
    QPushButton* m_open;
};

} // namespace zg::ui
