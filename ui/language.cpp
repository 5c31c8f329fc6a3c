// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

QString systemLanguage()
{
    // The message language: LANGUAGE and LC_MESSAGES may differ from the number format's locale.
    const QStringList wanted = QLocale::system().uiLanguages();
    return !wanted.isEmpty() && wanted.constFirst().startsWith(u"zh"_s) ? u"zh_CN"_s : u"en"_s;
}

} // namespace

Language::Language(QObject* parent)
    : QObject(parent)
{
    setChoice({});
}

Language::~Language()
{
    QCoreApplication::removeTranslator(&m_own);
    QCoreApplication::removeTranslator(&m_qt);
}

QString Language::current() const
{
    return m_choice.isEmpty() ? systemLanguage() : m_choice;
}

void Language::setChoice(const QString& choice)
{
    m_choice = choice == u"zh_CN"_s || choice == u"en"_s ? choice : QString();
    if (current() == m_loaded)
        return;
    m_loaded = current();
    QCoreApplication::removeTranslator(&m_own);
    QCoreApplication::removeTranslator(&m_qt);
    // Qt's own dialogs: the file comes with the distribution's translations package, which may not be there.
    if (m_qt.load(u"qtbase_"_s + m_loaded, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qt);
    if (m_own.load(u":/zhanggui/translations/zhanggui_"_s + m_loaded + u".qm"_s))
        QCoreApplication::installTranslator(&m_own);
    Q_EMIT changed();
}

} // namespace zg::ui
