// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/pgtext.h"

namespace zg::sql {

namespace {
constexpr QChar mark(u'\uF8F0');   // begins what stands for another character
constexpr QChar nul(u'\uF8F1');    // behind a mark: a NUL
constexpr QChar itself(u'\uF8F2'); // behind a mark: the mark
} // namespace

QByteArray toPostgreSql(QByteArrayView text)
{
    static constexpr QByteArrayView orFail = " OR FAIL";
    QByteArray out;
    out.reserve(text.size() + 32);
    int number = 0;
    char quote = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quote) {
            quote = c == quote ? 0 : quote;
        } else if (c == '\'' || c == '"') {
            quote = c;
        } else if (c == '-' && text.sliced(i).startsWith("--")) {
            quote = '\n'; // a comment, to the line's end
        } else if (c == '?') {
            out.append('$').append(QByteArray::number(++number));
            continue;
        } else if (c == ' ' && text.sliced(i).startsWith(orFail)) {
            i += orFail.size() - 1;
            continue;
        }
        out.append(c);
    }
    return out;
}

QByteArray toPgValue(const QString& text)
{
    if (!text.contains(QChar(u'\0')) && !text.contains(mark))
        return text.toUtf8();
    QString kept;
    kept.reserve(text.size() + 8);
    for (const QChar c : text) {
        if (c == mark || c.isNull())
            kept.append(mark).append(c == mark ? itself : nul);
        else
            kept.append(c);
    }
    return kept.toUtf8();
}

QString fromPgValue(QByteArrayView utf8)
{
    QString text = QString::fromUtf8(utf8);
    for (qsizetype at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1))
        text.replace(at, 2, at + 1 < text.size() && text.at(at + 1) == itself ? mark : QChar(u'\0'));
    return text;
}

} // namespace zg::sql
