// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/logring.h"

#include <algorithm>

namespace zg {

namespace {

constexpr qsizetype longestText = 16 * 1024; // a statement with its plan fits; a dumped body does not
constexpr qsizetype mostWords = 256;         // categories and threads of the program are some thirty
constexpr qint64 blockBytes = 32;            // what the heap adds to a text of its own

qint64 sizeOf(const LogLine& line)
{
    const qint64 id = line.requestId.isEmpty() ? 0 : blockBytes + line.requestId.size();
    return qint64(sizeof(LogLine)) + blockBytes + line.text.size() + id;
}

/// Cuts between two characters.
void cut(QByteArray& text)
{
    if (text.size() <= longestText)
        return;
    qsizetype end = longestText;
    while (end > 0 && (uchar(text.at(end)) & 0xC0) == 0x80)
        --end;
    text = text.first(end) + " … (cut)";
}

} // namespace

const char* name(LogLevel level)
{
    static constexpr const char* names[] = {"debug", "info", "warning", "critical"};
    return names[size_t(level)];
}

LogRing::LogRing(int maxLines, qint64 maxBytes)
    : m_maxLines(maxLines)
    , m_maxBytes(maxBytes)
{
}

void LogRing::add(LogLine line)
{
    cut(line.text);
    const qint64 size = sizeOf(line);
    const std::lock_guard lock(m_mutex);
    line.number = m_lastNumber.load(std::memory_order_relaxed) + 1;
    line.category = shared(line.category);
    line.thread = shared(line.thread);
    m_bytes += size;
    m_lines.push_back(std::move(line));
    while (m_lines.size() > size_t(m_maxLines) || (m_bytes > m_maxBytes && m_lines.size() > 1)) {
        m_bytes -= sizeOf(m_lines.front());
        m_lines.pop_front();
    }
    m_lastNumber.store(m_lines.back().number, std::memory_order_release);
}

/// With m_mutex held.
QByteArray LogRing::shared(const QByteArray& word)
{
    const auto known = std::find(m_words.cbegin(), m_words.cend(), word);
    if (known != m_words.cend())
        return *known;
    if (m_words.size() < mostWords)
        m_words.append(word);
    return word;
}

QList<LogLine> LogRing::since(quint64 number, int most) const
{
    QList<LogLine> lines;
    if (number >= lastNumber() || most <= 0)
        return lines;
    const std::lock_guard lock(m_mutex);
    const quint64 first = m_lines.front().number;
    const size_t from = number < first ? 0 : size_t(number - first + 1);
    const size_t end = std::min(m_lines.size(), from + size_t(most));
    lines.reserve(qsizetype(end - from));
    for (size_t i = from; i < end; ++i)
        lines.append(m_lines[i]);
    return lines;
}

qint64 LogRing::bytes() const
{
    const std::lock_guard lock(m_mutex);
    return m_bytes;
}

} // namespace zg
