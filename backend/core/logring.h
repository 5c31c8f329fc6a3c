// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <atomic>
#include <deque>
#include <mutex>

namespace zg {

/// How much a line of the log matters, least first.
enum class LogLevel : quint8 { Debug, Info, Warning, Critical };
inline constexpr int logLevelCount = 4;

/// "debug", "info", "warning", "critical"
const char* name(LogLevel level);

/// One line of the log. Texts are UTF-8; copies share them.
struct LogLine
{
    quint64 number = 0; ///< grows by one a line
    qint64 atMs = 0;    ///< UTC
    LogLevel level = LogLevel::Info;
    QByteArray category;  ///< "zhanggui.sql"
    QByteArray thread;    ///< which kind wrote it: "main", "io-0", "database", "committer"
    QByteArray requestId; ///< empty: it belongs to no request
    QByteArray text;
    bool operator==(const LogLine&) const = default;
};

/// The newest lines of the log, for whoever looks: bounded by count and by bytes, the oldest go first.
/// Thread: any. Adding holds one lock for as long as a line takes to move.
class LogRing final
{
public:
    static constexpr int usualLines = 100'000;             ///< an hour of a busy shop with the access log
    static constexpr qint64 usualBytes = 32 * 1024 * 1024; ///< what so many lines of usual length take

    explicit LogRing(int maxLines = usualLines, qint64 maxBytes = usualBytes);
    Q_DISABLE_COPY_MOVE(LogRing)

    /// Gives the line the next number. A text that is very long is cut.
    void add(LogLine line);
    /// Of the newest line, 0 before the first. One atomic: ask as often as you like.
    quint64 lastNumber() const { return m_lastNumber.load(std::memory_order_acquire); }
    /// What came after that line, oldest first, at most `most` lines. A first number that does not follow yours means
    /// that lines between them are gone.
    QList<LogLine> since(quint64 number, int most) const;
    qint64 bytes() const;

private:
    QByteArray shared(const QByteArray& word);

    const int m_maxLines;
    const qint64 m_maxBytes;
    std::atomic<quint64> m_lastNumber{0};
    mutable std::mutex m_mutex; // guards what follows, and the order of numbers
    std::deque<LogLine> m_lines;
    QList<QByteArray> m_words; // categories and threads, so that lines share them
    qint64 m_bytes = 0;
};

} // namespace zg
