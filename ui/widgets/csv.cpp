// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/csv.h"

#include <QStringDecoder>

using namespace Qt::StringLiterals;

namespace zg::ui::csv {

namespace {

constexpr qsizetype maxFileBytes = 64 * 1024 * 1024; // a million products; more is no price list

bool isFormulaStart(QChar c)
{
    return c == u'=' || c == u'+' || c == u'-' || c == u'@' || c == u'\t' || c == u'\r';
}

/// How many apostrophes stand before a formula's first character; -1 when the text is no formula.
qsizetype apostrophes(const QString& text)
{
    qsizetype at = 0;
    while (at < text.size() && text.at(at) == u'\'')
        ++at;
    return at < text.size() && isFormulaStart(text.at(at)) ? at : -1;
}

Error problem(int line, const QString& what)
{
    return Error::invalid(u"csv"_s, u"line %1: %2"_s.arg(line).arg(what));
}

class Parser
{
public:
    explicit Parser(QStringView text)
        : m_text(text)
    {
    }

    Result<QList<Record>> run()
    {
        while (m_at < m_text.size()) {
            if (skipLineEnd())
                continue;
            Record record;
            record.line = m_line;
            do {
                auto field = readField();
                if (!field)
                    return field.error();
                record.fields.append(*field);
            } while (skip(u','));
            m_records.append(std::move(record));
            if (m_at < m_text.size() && !skipLineEnd())
                return problem(m_line, u"text after a closing quote"_s);
        }
        return m_records;
    }

private:
    bool skip(QChar c)
    {
        const bool is = m_at < m_text.size() && m_text.at(m_at) == c;
        m_at += is;
        return is;
    }

    bool isLineEnd() const
    {
        const QChar c = m_text.at(m_at);
        return c == u'\n' || (c == u'\r' && m_at + 1 < m_text.size() && m_text.at(m_at + 1) == u'\n');
    }

    bool skipLineEnd()
    {
        if (!isLineEnd())
            return false;
        m_at += m_text.at(m_at) == u'\r' ? 2 : 1;
        ++m_line;
        return true;
    }

    Result<QString> readField()
    {
        if (skip(u'"'))
            return readQuoted();
        const qsizetype from = m_at;
        while (m_at < m_text.size() && m_text.at(m_at) != u',' && !isLineEnd()) {
            if (m_text.at(m_at) == u'"')
                return problem(m_line, u"a quote inside an unquoted field"_s);
            if (m_text.at(m_at) == u'\r')
                return problem(m_line, u"a carriage return without a line feed"_s);
            ++m_at;
        }
        return m_text.mid(from, m_at - from).toString();
    }

    Result<QString> readQuoted()
    {
        const int began = m_line;
        QString field;
        for (; m_at < m_text.size(); ++m_at) {
            const QChar c = m_text.at(m_at);
            if (c == u'"') {
                if (m_at + 1 >= m_text.size() || m_text.at(m_at + 1) != u'"') {
                    ++m_at;
                    return field;
                }
                ++m_at;
            }
            m_line += c == u'\n';
            field += c;
        }
        return problem(began, u"a quote that is never closed"_s);
    }

    QStringView m_text;
    qsizetype m_at = 0;
    int m_line = 1;
    QList<Record> m_records;
};

} // namespace

Result<QList<Record>> parse(const QByteArray& bytes)
{
    if (bytes.size() > maxFileBytes)
        return Error::invalid(u"csv"_s,
                              u"the file has %1 bytes, at most %2 are read"_s.arg(bytes.size()).arg(maxFileBytes));
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder(bytes);
    if (decoder.hasError() || bytes.contains('\0'))
        return Error::invalid(u"csv"_s, u"not UTF-8: save it as “CSV UTF-8”"_s);
    return Parser(text).run();
}

Writer::Writer()
    : m_bytes("\xEF\xBB\xBF")
{
}

void Writer::add(const QStringList& fields)
{
    bool isFirst = true;
    for (const QString& field : fields) {
        if (!isFirst)
            m_bytes += ',';
        isFirst = false;
        // A lone empty field would read as an empty line.
        const bool needsQuotes = field.contains(u',') || field.contains(u'"') || field.contains(u'\n') ||
                                 field.contains(u'\r') || (field.isEmpty() && fields.size() == 1);
        if (needsQuotes)
            m_bytes += '"' + QString(field).replace(u'"', u"\"\""_s).toUtf8() + '"';
        else
            m_bytes += field.toUtf8();
    }
    m_bytes += "\r\n";
}

QString guard(const QString& text)
{
    return apostrophes(text) < 0 ? text : QString(u'\'' + text);
}

QString unguard(const QString& text)
{
    return apostrophes(text) > 0 ? text.mid(1) : text;
}

} // namespace zg::ui::csv
