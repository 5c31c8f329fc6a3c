// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settingfile.h"

#include <QFile>
#include <QFileInfo>

namespace zg {

using namespace Qt::StringLiterals;

namespace {

/// A settings file is a page of text; what is longer was named by mistake.
constexpr qint64 maxFileBytes = 1024 * 1024;

Error bad(const QString& path, const QString& why)
{
    return Error::invalid(u"config"_s, u"settings file %1: %2"_s.arg(path, why));
}

/// "minimum_idle" in [pool] → "pool-minimum-idle"; HikariCP's maximum_pool_size is our pool-size.
QString fullKey(const QString& section, const QString& name)
{
    QString key = name.toLower().replace(u'_', u'-');
    if (section == "pool"_L1 || section == "cache"_L1) {
        if (!key.startsWith(section + u'-'))
            key = section + u'-' + key;
    }
    return key == "pool-maximum-pool-size"_L1 ? u"pool-size"_s : key;
}

QString unquoted(const QString& value)
{
    if (value.size() >= 2 && (value.startsWith(u'"') || value.startsWith(u'\'')) && value.back() == value.front())
        return value.mid(1, value.size() - 2);
    return value;
}

/// What unquoted() gives back.
QString quoted(const QString& value)
{
    const bool isPlain = value == value.trimmed() && unquoted(value) == value;
    return isPlain ? value : QString(u'"' + value + u'"');
}

} // namespace

Result<QList<SettingLine>> readSettingFile(const QString& path)
{
    QFile file(path);
    if (!QFileInfo(path).isFile())
        return bad(path, QFileInfo::exists(path) ? u"it is not a file"_s : u"it is not there"_s);
    if (!file.open(QIODevice::ReadOnly))
        return bad(path, u"it cannot be read (%1)"_s.arg(file.errorString()));
    if (file.size() > maxFileBytes)
        return bad(path, u"it is too long for a settings file"_s);
    return parseSettings(path, file.readAll());
}

Result<QList<SettingLine>> parseSettings(const QString& path, const QByteArray& bytes)
{
    if (bytes.contains('\0') || !bytes.isValidUtf8())
        return bad(path, u"it is not UTF-8 text"_s);

    QList<SettingLine> lines;
    QString section;
    int number = 0;
    for (const QString& raw : QString::fromUtf8(bytes).split(u'\n')) {
        ++number;
        const QString line = raw.trimmed();
        if (line.isEmpty() || line.startsWith(u'#') || line.startsWith(u';'))
            continue;
        if (line.startsWith(u'[') && line.endsWith(u']')) {
            section = line.mid(1, line.size() - 2).trimmed().toLower();
            continue;
        }
        const qsizetype equals = line.indexOf(u'=');
        if (equals <= 0)
            return bad(path, u"line %1 is no \"key = value\""_s.arg(number));
        lines.append({fullKey(section, line.left(equals).trimmed()), unquoted(line.mid(equals + 1).trimmed()), number});
    }
    return lines;
}

QByteArray withSetting(const QByteArray& text, const QString& key, const std::optional<QString>& value)
{
    const QByteArray eol = text.contains("\r\n") ? "\r\n" : "\n";
    QByteArrayList lines = text.split('\n');
    if (!lines.isEmpty() && lines.last().isEmpty())
        lines.removeLast(); // behind the last line's end
    for (QByteArray& line : lines)
        if (line.endsWith('\r'))
            line.chop(1);
    QString section;
    qsizetype firstSection = -1;
    QList<qsizetype> places;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QString line = QString::fromUtf8(lines.at(i)).trimmed();
        if (line.startsWith(u'[') && line.endsWith(u']')) {
            section = line.mid(1, line.size() - 2).trimmed().toLower();
            firstSection = firstSection < 0 ? i : firstSection;
        } else if (!line.isEmpty() && !line.startsWith(u'#') && !line.startsWith(u';') &&
                   fullKey(section, line.section(u'=', 0, 0).trimmed()) == key) {
            places.append(i);
        }
    }
    if (value) {
        const QByteArray written = quoted(*value).toUtf8();
        if (places.isEmpty()) {
            lines.insert(firstSection < 0 ? lines.size() : firstSection, key.toUtf8() + " = " + written);
        } else { // as it was spelt there
            QByteArray& line = lines[places.takeFirst()];
            line = line.left(line.indexOf('=')).trimmed() + " = " + written;
        }
    }
    for (qsizetype i = places.size() - 1; i >= 0; --i)
        lines.removeAt(places.at(i));
    return lines.isEmpty() ? QByteArray() : QByteArray(lines.join(eol) + eol);
}

} // namespace zg
