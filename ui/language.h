// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTranslator>

namespace zg::ui {

/// The language of the window: the system's, or the one that was chosen. Switching sends LanguageChange to every
/// widget. Thread: main.
class Language final : public QObject
{
    Q_OBJECT

public:
    explicit Language(QObject* parent = nullptr);
    ~Language() override;
    QString choice() const { return m_choice; } ///< "zh_CN", "en", or empty: the system's
    void setChoice(const QString& choice);
    QString current() const; ///< "zh_CN" or "en"

Q_SIGNALS:
    void changed();

private:
    QString m_choice;
    QString m_loaded;
    QTranslator m_own;
    QTranslator m_qt;
};

} // namespace zg::ui
