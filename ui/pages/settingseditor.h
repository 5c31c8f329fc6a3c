// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/settings.h"

#include <QFrame>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace zg::ui {

/// One setting, to be changed with what suits its kind: a number with its unit and range, one of a few words, a switch,
/// or text. It says while one types whether the node could use that. Asks by a signal and is told the outcome.
/// Thread: main.
class SettingsEditor final : public QFrame
{
    Q_OBJECT

public:
    explicit SettingsEditor(QWidget* parent = nullptr);
    /// What was typed for the same one and not saved stays.
    void showSetting(const SettingInfo& info, bool mayEdit);
    QString key() const { return m_info.key; }
    bool isChanged() const;
    void focusField();
    void setSaving(bool isSaving);
    void confirmSaved(const QString& key); ///< what was typed is in the file
    void refuse(const Error& error);       ///< says why; the field keeps what was typed

Q_SIGNALS:
    void changeWanted(const QString& key, const std::optional<QString>& value);
    void left(); ///< Esc in a field that holds nothing new

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QString typed() const;
    QString stored() const; ///< what the field begins with
    void fill();
    void adapt();
    void save();
    void retranslate();
    QString trouble() const; ///< why what is typed cannot be used; empty when it can
    QString remark() const;

    SettingInfo m_info;
    bool m_mayEdit = false;
    bool m_isSaving = false;
    QString m_refusal;
    QLabel* m_name;
    QLabel* m_meaning;
    QStackedWidget* m_fields;
    QLineEdit* m_text;
    QComboBox* m_choice;
    QCheckBox* m_switch;
    QLabel* m_unit;
    QLabel* m_remark;
    QPushButton* m_save;
    QPushButton* m_default;
};

} // namespace zg::ui
