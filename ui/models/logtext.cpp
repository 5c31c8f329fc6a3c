// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/logtext.h"

#include "core/timestamp.h"

#include <QCoreApplication>
#include <QDateTime>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr QByteArrayView ours = "zhanggui.";

/// A field of a table must not end its cell or its line.
void appendCell(QByteArray& out, const QByteArray& text)
{
    for (const char c : text)
        out += c == '\t' || c == '\n' || c == '\r' ? ' ' : c;
}

} // namespace

QString logLevelText(LogLevel level)
{
    switch (level) {
    case LogLevel::Debug:
        return QCoreApplication::translate("LogText", "Debug");
    case LogLevel::Info:
        return QCoreApplication::translate("LogText", "Info");
    case LogLevel::Warning:
        return QCoreApplication::translate("LogText", "Warning");
    case LogLevel::Critical:
        return QCoreApplication::translate("LogText", "Critical");
    }
    return {};
}

QString logCategoryText(QByteArrayView category)
{
    return QString::fromUtf8(category.startsWith(ours) ? category.sliced(ours.size()) : category);
}

QString logTimeText(qint64 atMs)
{
    return QDateTime::fromMSecsSinceEpoch(atMs).toString(u"MM-dd HH:mm:ss.zzz"_s);
}

QByteArray logAsText(const QList<LogLine>& lines)
{
    QByteArray out;
    for (const LogLine& line : lines) {
        appendTimestamp(out, line.atMs);
        out.append(' ').append(name(line.level)).append(' ').append(line.category);
        if (!line.requestId.isEmpty())
            out.append(" [").append(line.requestId).append(']');
        out.append(' ').append(line.text).append('\n');
    }
    return out;
}

QByteArray logAsTsv(const QList<LogLine>& lines)
{
    QByteArray out = logSheetHeader().join(u'\t').toUtf8() + '\n';
    for (const LogLine& line : lines) {
        appendTimestamp(out, line.atMs);
        out.append('\t').append(name(line.level)).append('\t').append(line.category).append('\t').append(line.thread);
        out.append('\t');
        appendCell(out, line.requestId);
        out.append('\t');
        appendCell(out, line.text);
        out.append('\n');
    }
    return out;
}

QStringList logSheetHeader()
{
    return {QCoreApplication::translate("LogText", "Time (UTC)"), QCoreApplication::translate("LogText", "Level"),
            QCoreApplication::translate("LogText", "Category"),   QCoreApplication::translate("LogText", "Thread"),
            QCoreApplication::translate("LogText", "Request"),    QCoreApplication::translate("LogText", "Text")};
}

QStringList logSheetRow(const LogLine& line)
{
    return {QString::fromLatin1(timestamp(line.atMs)), QString::fromLatin1(name(line.level)),
            QString::fromUtf8(line.category),          QString::fromUtf8(line.thread),
            QString::fromUtf8(line.requestId),         QString::fromUtf8(line.text)};
}

} // namespace zg::ui
